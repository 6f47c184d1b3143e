"""Writes what is derived from the generated module: `python3 generate.py PACKAGE_FOLDER`.

``_native.pyi`` and ``_driver.pyi`` have the types that the generated code leaves to the reader, ``_codes.py`` the error codes.
"""

import ast
import importlib.util
import pathlib
import re
import sys


def text_of(node, indent):
    """A docstring as it stands in a stub."""
    doc = ast.get_docstring(node)
    if not doc:
        return ""
    return f'{indent}"""{doc}"""\n'.replace("\\", "\\\\")


def kind_of(annotation):
    """An annotation where a field or an argument called `bytes` may hide the type."""
    return re.sub(r"\bbytes\b", "builtins.bytes", ast.unparse(annotation))


def signature(function):
    arguments = function.args
    names = []
    for argument in arguments.args:
        names.append(argument.arg + (f": {kind_of(argument.annotation)}" if argument.annotation else ""))
    if arguments.kwonlyargs:
        names.append("*")
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            shown = f"{argument.arg}: {kind_of(argument.annotation)}"
            names.append(shown + (" = ..." if default is not None else ""))
    return "(" + ", ".join(names) + ")"


def returned(function):
    return kind_of(function.returns) if function.returns else "None"


def record(node):
    init = next(f for f in node.body if isinstance(f, ast.FunctionDef) and f.name == "__init__")
    lines = [f"class {node.name}:\n", text_of(node, "    ")]
    for argument in init.args.kwonlyargs:
        lines.append(f"    {argument.arg}: {kind_of(argument.annotation)}\n")
    lines.append(f"    def __init__{signature(init)} -> None: ...\n")
    lines.append("    def to_dict(self) -> typing.Dict[str, typing.Any]: ...\n")
    return lines


def enumeration(node):
    variants = [c for c in node.body if isinstance(c, ast.ClassDef)]
    fields = []
    for variant in variants:
        init = next(f for f in variant.body if isinstance(f, ast.FunctionDef) and f.name == "__init__")
        fields.append([(a.arg, kind_of(a.annotation)) for a in init.args.args[1:] if a.annotation])
    common = [f for f in fields[0] if all(f in other for other in fields)]
    lines = [f"class {node.name}:\n", text_of(node, "    ")]
    lines += [f"    {name}: {kind}\n" for name, kind in common]
    lines.append("    def to_dict(self) -> typing.Dict[str, typing.Any]: ...\n")
    for variant in variants:
        lines.append(f"    def is_{variant.name.lower()}(self) -> bool: ...\n")
    for variant in variants:
        lines.append(f"    {variant.name} = _{node.name}_{variant.name}\n")
    for variant, own in zip(variants, fields):
        lines.append(f"class _{node.name}_{variant.name}({node.name}):\n")
        lines.append(text_of(variant, "    "))
        lines += [f"    {name}: {kind}\n" for name, kind in own]
        arguments = "".join(f", {name}: {kind}" for name, kind in own)
        lines.append(f"    def __init__(self{arguments}) -> None: ...\n")
    return lines


def handle(node):
    lines = [f"class {node.name}:\n", text_of(node, "    ")]
    for function in node.body:
        if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
            continue
        if any(isinstance(d, ast.Name) and d.id == "classmethod" for d in function.decorator_list):
            lines.append("    @classmethod\n")
        lines.append(f"    def {function.name}{signature(function)} -> {returned(function)}:\n")
        lines.append(text_of(function, "        ") or "        ...\n")
    return lines


def stub(source):
    lines = ["# Derived from the generated module.\n", "import builtins\nimport typing\n"]
    if "import _native as ehcert" in source:
        lines.append("from . import _native as ehcert\n")
    lines.append("\n")
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            lines.append(f"def {node.name}{signature(node)} -> {returned(node)}:\n")
            lines.append(text_of(node, "    ") or "    ...\n")
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        methods = {f.name: f for f in node.body if isinstance(f, ast.FunctionDef)}
        if "_uniffi_make_instance" in methods:
            lines += handle(node)
        elif "__init__" in methods and methods["__init__"].args.kwonlyargs:
            lines += record(node)
        elif any(isinstance(c, ast.ClassDef) for c in node.body) and "__init__" in methods:
            lines += enumeration(node)
    return "".join(lines)


def codes(package):
    spec = importlib.util.spec_from_file_location("_native", package / "_native.py")
    native = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(native)
    lines = ['"""The stable numbers of errors."""\n\nimport enum\n\n\n', "class Code(enum.IntEnum):\n"]
    lines.append('    """All codes, by name."""\n\n')
    for row in native.error_table("en"):
        lines.append(f"    {row.name} = {row.code}\n")
    return "".join(lines)


def main(folder):
    package = pathlib.Path(folder)
    for name in ("_native", "_driver"):
        source = (package / f"{name}.py").read_text("utf-8")
        (package / f"{name}.pyi").write_text(stub(source), "utf-8")
    (package / "_codes.py").write_text(codes(package), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
