"""How fast `ehcert scan` is, and how much memory it takes.

`python3 bindings/cli/benches/scan.py target/release/ehcert [--files N] [--many N] [--distinct N] [--core N]`

A whole keystore (authentication and encryption key, chain) is written anew in the shape of Java 8 (keys 3DES with 50,000
iterations, certificates RC2-40 with 50,000, MAC 100,000), each time with other salts, and linked until there are enough
files. All runs are pinned to one core. Seconds are those of the processor, since other programs may share the core; how
long it took beside them is printed too. OpenSSL and the JDK open some of the same files in the same run.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

JAVA = """
import java.io.FileInputStream;
import java.lang.management.ManagementFactory;
import java.security.KeyStore;

public class Open {
    public static void main(String[] a) throws Exception {
        char[] password = a[0].toCharArray();
        var threads = ManagementFactory.getThreadMXBean();
        int from = Integer.parseInt(a[1]);
        long begin = 0;
        for (int i = 2; i < a.length; i++) {
            if (i - 2 == from) begin = threads.getCurrentThreadCpuTime();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (var in = new FileInputStream(a[i])) { store.load(in, password); }
            if (store.size() == 0) throw new IllegalStateException(a[i]);
        }
        System.out.println((threads.getCurrentThreadCpuTime() - begin) / 1e9 / (a.length - 2 - from));
    }
}
"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("ehcert")
    arguments.add_argument("--files", type=int, default=10_000, help="files of the timed run")
    arguments.add_argument("--many", type=int, default=100_000, help="files of the runs that measure memory")
    arguments.add_argument("--distinct", type=int, default=300, help="different keystores among them")
    arguments.add_argument("--sample", type=int, default=60, help="files that the peers open")
    arguments.add_argument("--core", type=int, default=0)
    args = arguments.parse_args()
    os.sched_setaffinity(0, {args.core})
    work = pathlib.Path(tempfile.mkdtemp(prefix="ehcert-scan-"))
    try:
        measure(args, work)
    finally:
        shutil.rmtree(work)


def measure(args, work):
    ehcert = str(pathlib.Path(args.ehcert).resolve())
    print(f"load {os.getloadavg()[0]:.1f}, {processor()}", flush=True)
    subprocess.run([ehcert, "demo", "--dir", work / "demo"], check=True, stdout=subprocess.DEVNULL)
    [whole] = (work / "demo/keystore").glob("*.p12")
    password_file = work / "demo/password.txt"

    def spread(profile, distinct, count):
        first = work / profile / "0000"
        first.mkdir(parents=True)
        files = [first / f"NIHII-GUARD_POST=67999077 20261124-{n:06}.p12" for n in range(distinct)]
        for file in files:
            rewrap = [ehcert, "rewrap", whole, "--profile", profile, "--out", file, "--password-file", password_file]
            subprocess.run(rewrap, check=True, stdout=subprocess.DEVNULL)
        for number in range(distinct, count):
            folder = work / profile / f"{number // 1000:04}"
            folder.mkdir(exist_ok=True)
            os.link(files[number % distinct], folder / f"NIHII-GUARD_POST=67999077 20261125-{number:06}.p12")
        return files

    files = spread("java-legacy", args.distinct, args.files)
    scan = [ehcert, "scan", work / "java-legacy", "--password-file", password_file, "--json"]
    took = run(scan)
    tell(f"scan, {args.files} of java-legacy", took, args.files)
    took = run([ehcert, "scan", work / "java-legacy", "--json"], told=False)
    tell("the same without password", took, args.files)
    sample = files[: args.sample]
    if shutil.which("openssl"):
        seconds = sum(
            run(["openssl", "pkcs12", "-legacy", "-nokeys", "-in", f, "-passin", f"file:{password_file}"], told=False)[0]
            for f in sample
        )
        print(f"{'OpenSSL, one process a file':<34} {seconds / len(sample) * 10_000:8.1f} s for 10,000")
    if shutil.which("java"):
        (work / "Open.java").write_text(JAVA, "utf-8")
        password = password_file.read_text("utf-8").splitlines()[0]
        warm = len(sample) // 3
        command = ["java", "-XX:+UseSerialGC", work / "Open.java", password, str(warm), *sample]
        seconds = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(f"{'JDK, after warm-up':<34} {seconds * 10_000:8.1f} s for 10,000")

    # Memory does not depend on iterations: the default profile has fewer.
    shutil.rmtree(work / "java-legacy")
    spread("ehealth", 50, args.many)
    scan = [ehcert, "scan", work / "ehealth", "--password-file", password_file]
    html, ics = work / "wall.html", work / "wall.ics"
    for name, more in [
        ("json", ["--json"]),
        ("csv", ["--csv"]),
        ("text", []),
        ("json, html and ics", ["--json", "--html", html, "--ics", ics]),
    ]:
        tell(f"{args.many}: {name}", run(scan + more), args.many)
    assert html.read_text("utf-8").count("<tr class=") == args.many
    assert ics.read_text("utf-8").count("BEGIN:VEVENT") == args.many


def run(command, told=True):
    """Processor seconds, seconds and MiB at most of a program that must do well."""
    with tempfile.TemporaryFile() as out:
        begin = time.monotonic()
        child = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
        problems = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - begin
        if child.returncode != 0:
            sys.exit(f"{command}: {child.returncode} {problems.decode()}")
        if told and "--json" in command:
            out.seek(0)
            states = sum(b'"state":"read"' in line for line in out)
            out.seek(0, os.SEEK_END)
            assert f'"files":{states},' in last_line(out), f"not all were opened: {states}"
        return usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / 1024


def last_line(out):
    out.seek(max(0, out.tell() - 500))
    return out.read().decode("utf-8", "replace").splitlines()[-1]


def tell(name, took, files):
    cpu, seconds, memory = took
    print(f"{name:<34} {cpu:8.1f} s of the processor ({seconds:.1f} s), {memory:.1f} MiB, "
          f"{cpu / files * 10_000:.1f} s for 10,000", flush=True)


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "processor unknown"


if __name__ == "__main__":
    main()
