"""Mends the generated modules and writes what is derived from them: `python3 generate.py PACKAGE_FOLDER`.

The modules of UniFFI 0.31 lose what was handed over already when a later argument cannot be converted, and use a handle
that the garbage collector has freed; :func:`mended` is the cure. ``_native.pyi`` and ``_driver.pyi`` have the types that the
generated code leaves to the reader, ``_codes.py`` the error codes.
"""

import ast
import importlib.util
import pathlib
import re
import sys


#: Appended to a generated module: arguments go over to the library all together or not at all.
LOWER_ALL = '''

def _uniffi_lower_all(*pairs):
    """Lowers (converter, value) pairs; when one fails, what the others took is wiped and given back."""
    lowered = []
    try:
        for converter, value in pairs:
            lowered.append(converter.lower(value))
    except BaseException:
        for (converter, _), taken in zip(pairs, lowered):
            if converter in _UNIFFI_HOLD_HANDLES:
                converter.lift(taken)
            elif isinstance(taken, _UniffiRustBuffer):
                _uniffi_wipe(taken)
                taken.free()
        raise
    return lowered

def _uniffi_wipe(buffer):
    if buffer.capacity:
        ctypes.memset(buffer.data, 0, buffer.capacity)

def _uniffi_discard(builder):
    if builder.rbuf is not None:
        buffer = builder.finalize()
        _uniffi_wipe(buffer)
        buffer.free()

_UniffiRustBufferBuilder.discard = _uniffi_discard
#: Converters whose lowered value holds a handle: lifted again, it is freed with the object that it becomes.
_UNIFFI_HOLD_HANDLES = {HOLDERS}
'''


def replaced(pattern, by, source, at_least=1):
    """The source with every match replaced; an error when the generator no longer writes what is mended here."""
    source, count = re.subn(pattern, by, source, flags=re.M)
    if count < at_least:
        raise SystemExit(f"the generated module has no {pattern!r}: does the generator write something else now?")
    return source


def mended(source):
    """A generated module whose calls lose no handle and no buffer, and whose objects give their handle back once."""
    classes = re.findall(r"^class (\w+)\(\1Protocol\):", source, re.M)
    of = None
    lines = []
    for line in source.splitlines(keepends=True):
        if line.startswith("class "):
            of = line[len("class "):].partition("(")[0]
        line = re.sub(r"^(\s+)self\._uniffi_clone_handle\(\),$", rf"\1(_UniffiFfiConverterType{of}, self),", line)
        lines.append(re.sub(r"^(\s+)([\w.]+)\.lower\((\w+)\),$", r"\1(\2, \3),", line))
    source = replaced(r"_uniffi_lowered_args = \(", "_uniffi_lowered_args = _uniffi_lower_all(", "".join(lines))
    for block in re.findall(r"_uniffi_lower_all\(\n(.*?)^ +\)$", source, re.M | re.S):
        if not re.fullmatch(r"(?:\s+\([\w.]+, \w+\),\n)*", block):
            raise SystemExit(f"arguments of the generated module that are not understood: {block}")
    # A collector that ends a cycle may call `__del__` of an object before somebody else's, who still calls it.
    source = replaced(
        r'handle = getattr\(self, "_handle", None\)', 'handle = self.__dict__.pop("_handle", None)', source, len(classes)
    )
    holders = [c for c in re.findall(r"^class (_UniffiFfiConverter\w+)", source, re.M)
               if any(c.endswith(f"Type{name}") for name in classes)]
    return source + LOWER_ALL.replace("HOLDERS", ", ".join(sorted(holders)))


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
        if "_uniffi_lower_all" not in source:
            source = mended(source)
            (package / f"{name}.py").write_text(source, "utf-8")
        (package / f"{name}.pyi").write_text(stub(source), "utf-8")
    (package / "_codes.py").write_text(codes(package), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
