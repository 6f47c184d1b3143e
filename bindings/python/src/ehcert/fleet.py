"""Many keystores at once: a table of keystores and passwords in, a table of states out.

Every row in gives one row out, whatever is wrong with it. The same table and time give the same result.
"""

from __future__ import annotations

import importlib
from typing import Any, Dict, Iterable, Iterator, Tuple, Union

from . import EhcertError, Keystore, Secret, _now

#: The columns of a result, as Spark writes a schema.
SCHEMA = (
    "id string, ok boolean, code int, error string, field string, pending boolean, dn string, serial string, "
    "not_after bigint, days_left bigint, in_replacement_period boolean, encryption_keys array<string>, "
    "revoked bigint"
)
_COLUMNS = [column.split()[0] for column in SCHEMA.split(", ")]


def status_of(id: str, keystore: bytes, password: Secret, now: int) -> Dict[str, Any]:
    """The row of one keystore. Never raises for what is in the keystore."""
    row: Dict[str, Any] = dict.fromkeys(_COLUMNS)
    row["id"] = id
    try:
        with Keystore(keystore, password) as opened:
            row.update(opened.status(now).to_dict())
        row["ok"] = True
    except EhcertError as error:
        row.update(ok=False, code=error.code, error=error.name, field=error.field)
    return row


def scan(rows: Iterable[Tuple[str, bytes, Secret]], now: Union[int, None] = None) -> Iterator[Dict[str, Any]]:
    """The row of each (id, keystore, password)."""
    at = _now(now)
    for id, keystore, password in rows:
        yield status_of(id, keystore, password, at)


class MapInPandas:
    """For ``DataFrame.mapInPandas(MapInPandas(now), SCHEMA)``: columns id, keystore and password in."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self, frames: Iterable[Any]) -> Iterator[Any]:
        pandas: Any = importlib.import_module("pandas")

        for frame in frames:
            rows = scan(zip(frame["id"], frame["keystore"], frame["password"]), self.now)
            result = pandas.DataFrame(rows, columns=_COLUMNS)
            # Whole numbers with gaps stay whole.
            yield result.astype({name: "Int64" for name in ("code", "not_after", "days_left", "revoked")})


class MapInArrow:
    """For ``DataFrame.mapInArrow(MapInArrow(now), SCHEMA)``: columns id, keystore and password in."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        pyarrow: Any = importlib.import_module("pyarrow")

        kinds = {
            "string": pyarrow.string(), "boolean": pyarrow.bool_(), "int": pyarrow.int32(),
            "bigint": pyarrow.int64(), "array<string>": pyarrow.list_(pyarrow.string()),
        }
        columns = (column.split() for column in SCHEMA.split(", "))
        schema = pyarrow.schema([(name, kinds[kind]) for name, kind in columns])
        for batch in batches:
            table = batch.to_pydict()
            rows = scan(zip(table["id"], table["keystore"], table["password"]), self.now)
            yield pyarrow.RecordBatch.from_pylist(list(rows), schema=schema)
