// Prints what software.sslmate.com/src/go-pkcs12 finds in a keystore. (golang.org/x/crypto/pkcs12 is frozen and
// reads no AES; this is its successor.)
package main

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"strings"

	"software.sslmate.com/src/go-pkcs12"
)

func main() {
	bytes, err := os.ReadFile(os.Args[1])
	check(err)
	password, err := os.ReadFile(os.Args[2])
	check(err)
	//lint:ignore SA1019 the only call that gives every key
	blocks, err := pkcs12.ToPEM(bytes, strings.TrimSpace(string(password)))
	check(err)
	for _, block := range blocks {
		if alias, ok := block.Headers["friendlyName"]; ok {
			fmt.Printf("alias %s\n", strings.ToLower(alias))
		}
		if block.Type == "CERTIFICATE" {
			fmt.Printf("certificate %x\n", sha256.Sum256(block.Bytes))
			continue
		}
		spki, err := x509.MarshalPKIXPublicKey(private(block).(crypto.Signer).Public())
		check(err)
		fmt.Printf("key %x\n", sha256.Sum256(spki))
	}
}

func private(block *pem.Block) any {
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key
	}
	if key, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
		return key
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	check(err)
	return key
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
