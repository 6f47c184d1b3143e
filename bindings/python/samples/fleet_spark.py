"""The states of a fleet of keystores on a Spark cluster: `spark-submit fleet_spark.py IN.parquet OUT.parquet`.

IN has the columns id (string), keystore (binary) and password (string); ehcert is installed on the workers.
"""

import sys
import time

from pyspark.sql import SparkSession

from ehcert.fleet import SCHEMA, MapInArrow


def main(source: str, target: str, now: int) -> None:
    spark = SparkSession.builder.appName("ehcert fleet").getOrCreate()
    fleet = spark.read.parquet(source)
    fleet.mapInArrow(MapInArrow(now), SCHEMA).write.mode("overwrite").parquet(target)
    states = spark.read.parquet(target)
    states.groupBy("ok", "error").count().orderBy("error").show(truncate=False)
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time()))
