"""Whether the generated documentation has every public name, with words about it: `documented.py FOLDER`."""

import importlib
import inspect
import pathlib
import sys

MODULES = ("ehcert", "ehcert.aio", "ehcert.errors", "ehcert.fleet", "ehcert.jobs")


def main(folder):
    missing = []
    count = 0
    for name in MODULES:
        module = importlib.import_module(name)
        page = (pathlib.Path(folder) / (name.replace(".", "/") + ".html")).read_text("utf-8")
        names = getattr(module, "__all__", [n for n, v in vars(module).items() if getattr(v, "__module__", "") == name])
        for public in names:
            value = getattr(module, public)
            count += 1
            if f'id="{public}"' not in page:
                missing.append(f"{name}.{public} is on no page")
            elif (inspect.isclass(value) or inspect.isfunction(value)) and not inspect.getdoc(value):
                missing.append(f"{name}.{public} has no words")
    print(f"documentation: {count} names in {len(MODULES)} modules, {len(missing)} without")
    print("\n".join(missing))
    return 1 if missing or count < 80 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
