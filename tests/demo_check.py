"""Opens the keystore that a demo printed (its last JSON line on standard input) with OpenSSL and keytool."""

import json
import os
import pathlib
import subprocess
import sys

last = json.load(sys.stdin)
folder = pathlib.Path(sys.argv[1]).resolve()
assert last["event"] == "done", last
for key in ("keystore", "dn", "serial", "etk_serial", "not_after", "seconds"):
    assert last.get(key) not in (None, ""), f"{key} is missing"
store = pathlib.Path(last["keystore"]).resolve()
assert folder in store.parents, f"{store} is not in {folder}"
assert store.stat().st_mode & 0o777 == 0o600, oct(store.stat().st_mode)
password = last["password_file"]

openssl = subprocess.run(
    ["openssl", "pkcs12", "-legacy", "-in", store, "-nodes", "-passin", f"file:{password}"],
    capture_output=True, text=True, check=True,
).stdout
assert openssl.count("BEGIN PRIVATE KEY") == 2, "OpenSSL does not see both keys"
assert openssl.count("BEGIN CERTIFICATE") >= 3, "OpenSSL does not see leaf, chain and encryption certificate"

keytool = subprocess.run(
    ["keytool", "-J-Duser.language=en", "-list", "-v", "-storetype", "PKCS12", "-keystore", store,
     "-storepass:file", password],
    capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
).stdout
assert keytool.count("PrivateKeyEntry") == 2, "keytool does not see both keys"
assert "Alias name: authentication" in keytool, "keytool does not see the authentication key"
assert f"Alias name: {last['etk_serial']}" in keytool, "keytool does not see the encryption key"
assert "trustedCertEntry" in keytool, "keytool does not see the trusted entries"
