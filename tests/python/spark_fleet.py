"""The fleet on real PySpark in local mode: one row for each keystore, none lost, again the same, as fast as told.

`python3 spark_fleet.py [HOW_MANY]`; needs pyspark, pandas, pyarrow and a JDK.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")

import ehcert
from ehcert import fleet
from make_keystores import fleet as made
from make_keystores import keystore, quick
from pyspark.sql import SparkSession
from sandbox_platform import HttpPlatform

COUNT = int(os.environ.get("EHCERT_FLEET", "2000"))
NOW = 1_800_000_000
SCHEMA = "id string, keystore binary, password string"
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "bindings/python/samples/fleet_spark.py"


def plain(row):
    return tuple(list(value) if isinstance(value, (list, tuple)) else value for value in row)


class Spark(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        platform = HttpPlatform(os.environ["EHCERT"])
        cls.addClassCleanup(platform.close)
        rsa = pathlib.Path(keystore(platform, folder.name, "RSA")).read_bytes()
        ec = pathlib.Path(keystore(platform, folder.name, "EC", ec=True)).read_bytes()
        # One of forty as ehcert writes it, the others quick to open: the test is about the rows.
        kinds = [(quick(data), "Test-Keystore-1") for data in (rsa, ec)] * 19 + [(ec, "Test-Keystore-1")]
        with ehcert.Keystore(rsa, "Test-Keystore-1") as opened:
            kinds.append((opened.change_password("Another-Password-2", "modern"), "Another-Password-2"))
        cls.rows = made(kinds, COUNT)
        begun = time.perf_counter()
        cls.alone = {row["id"]: plain(row.values()) for row in fleet.scan(cls.rows, NOW)}
        cls.rate = COUNT / (time.perf_counter() - begun)
        cls.spark = (
            SparkSession.builder.master("local[2]").appName("ehcert").config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
            .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
        )
        cls.addClassCleanup(cls.spark.stop)
        cls.spark.sparkContext.setLogLevel("ERROR")
        cls.table = cls.spark.createDataFrame(cls.rows, SCHEMA).repartition(4).cache()
        cls.table.count()

    def same(self, frame, name):
        begun = time.perf_counter()
        rows = frame.collect()
        rate = COUNT / (time.perf_counter() - begun)
        print(f"{name}: {rate:.0f} keystores/s on 2 workers, {rate / self.rate:.2f} of one process ({self.rate:.0f}/s)")
        self.assertEqual(len(rows), COUNT)
        found = {row["id"]: plain(row) for row in rows}
        self.assertEqual(found, self.alone)

    def test_in_pandas_and_again(self):
        for run in ("mapInPandas", "mapInPandas, again"):
            self.same(self.table.mapInPandas(fleet.MapInPandas(NOW), fleet.SCHEMA), run)

    def test_in_arrow_and_again(self):
        for run in ("mapInArrow", "mapInArrow, again"):
            self.same(self.table.mapInArrow(fleet.MapInArrow(NOW), fleet.SCHEMA), run)

    def test_the_broken_ones_are_told(self):
        good = [row for row in self.alone.values() if row[1]]
        broken = [row for row in self.alone.values() if not row[1]]
        self.assertEqual(len(good) + len(broken), COUNT)
        self.assertGreaterEqual(len(broken), COUNT // 20)
        self.assertTrue(all(row[2] in set(map(int, ehcert.Code)) and row[3] for row in broken))
        self.assertTrue(all(row[6] and row[7] for row in good))
        self.assertTrue(any(row[11] for row in good))
        print(f"{len(good)} good, {len(broken)} broken in {len({row[3] for row in broken})} ways")

    def test_the_sample_job(self):
        source, target = str(self.folder / "in.parquet"), str(self.folder / "out.parquet")
        self.table.write.parquet(source)
        done = subprocess.run([sys.executable, str(SAMPLE), source, target, str(NOW)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        self.assertIn("KeystorePasswordWrong", done.stdout)
        rows = self.spark.read.parquet(target).collect()
        self.assertEqual({row["id"]: plain(row) for row in rows}, self.alone)


if __name__ == "__main__":
    unittest.main()
