module ehcert/keystores

go 1.21

require software.sslmate.com/src/go-pkcs12 v0.7.4

require golang.org/x/crypto v0.31.0 // indirect
