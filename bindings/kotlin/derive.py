"""Makes the generated Kotlin at home on the JVM: `python3 derive.py BINDINGS_FOLDER OUT_FOLDER TESTS_FOLDER`.

The generator writes for Kotlin alone. Here its text becomes an API that Java can call as well and that keeps the
promises of the package; every change must find exactly what it changes, or the build fails:

- names: package `be.ehcert`, functions in the class `Ehcert`, `EhcertKeystore` and `EhcertFlow`;
- signed numbers, because Java cannot call a function with an unsigned one;
- passwords and PINs as `CharArray`, encoded into native memory that is wiped;
- every call through `Calls`: what goes wrong with an argument has a code, and nothing stays allocated;
- machinery is internal and there once, although the engine and its driver are generated apart; records are immutable,
  factories are static, times default to now.
"""

import importlib.util
import pathlib
import re
import sys

SECRETS = ("password", "newPassword", "renewsPassword", "confirmation", "pin")
# The objects of each crate, and their names here.
CORE = {"CardFlow": "CardFlow", "Flow": "EhcertFlow", "Keystore": "EhcertKeystore"}
NATIVE = {"DriverJob": "EhcertJob"}
OBJECTS = {**CORE, **NATIVE}
# The names that types have in the crates' own documentation.
INSIDE = {**OBJECTS, "Event": "JobEvent"}
# What the package adds to a generated class, as an interface with the bodies.
EXTRAS = {"EhcertFlow": "FlowDriver", "EhcertKeystore": "KeystoreBridge", "CardFlow": "CardDriver", "EhcertJob": "JobDriver"}
SIGNED = {"UByte": "Int", "UShort": "Int", "UInt": "Long", "ULong": "Long"}


class Text:
    def __init__(self, text):
        self.text = text

    def change(self, pattern, replacement, count=None):
        """Replaces; `count` is how often it must be found, `None`: at least once."""
        self.text, found = re.subn(pattern, replacement, self.text, flags=re.M)
        if found != count and (count is not None or found == 0):
            sys.exit(f"derive.py: {pattern!r} found {found} times, expected {count or 'some'}")


def head(text):
    text.change(r"^package uniffi\.ehcert$", "package be.ehcert", 1)
    text.change(r"\buniffi\.ehcert\.", "")
    text.change(r'^@file:Suppress\("NAME_SHADOWING"\)$', '@file:Suppress("ALL")\n@file:JvmName("Ehcert")', 1)
    text.change(r"\A// This file was.*\n// Trust me.*\n", "// Derived; see derive.py.\n", 1)


def names(text, objects):
    for old, new in objects.items():
        if old == new:
            continue
        text.change(rf"^open class {old}:", f"open class {new}:", 1)
        text.change(rf"(?<!EhcertException\.)(?<!class )\b{old}\b(?!\()", new)
        text.change(rf"(?<!EhcertException\.)(?<!class )\b{old}\((?=UniffiWithHandle)", f"{new}(")
        text.change(rf"\b{old}Interface\b", f"{new}Interface")


def numbers(text):
    text.change(r"\bkotlin\.(UByte|UShort|UInt|ULong)\b", lambda found: f"kotlin.{SIGNED[found[1]]}")


def converters(text):
    """Those of numbers are in Converters.kt."""
    for unsigned in SIGNED:
        text.change(rf"^/\*\*\n \* @suppress\n \*/\npublic object FfiConverter{unsigned}: (.*\n)*?^}}\n", "", 1)


def secrets(text):
    names = "|".join(SECRETS)
    text.change(rf"`({names})`: kotlin\.ByteArray\b", r"`\1`: kotlin.CharArray")
    text.change(rf"FfiConverterByteArray\.lower\(`({names})`\)", r"FfiConverterSecret.lower(`\1`)")
    text.change(rf"FfiConverterOptionalByteArray\.lower\(`({names})`\)", r"FfiConverterOptionalSecret.lower(`\1`)")


def calls(text, objects, crate):
    library = {"core": "UniffiLib", "native": "DriverLib"}[crate]
    text.change(r"UniffiCleaner\.create\(\)", "newUniffiCleaner()", 1)
    text.change(r"uniffi_out_err: UniffiRustCallStatus\b", "uniffi_out_err: Pointer")
    text.change(r"callWithHandle \{\n    uniffiRustCall(?:WithError\(EhcertException(?:ExternalErrorHandler)?\)|\(\)) \{ _status ->",
                "callWithHandle {\n    Calls.method { _status ->")
    text.change(r"uniffiRustCall(?:WithError\(EhcertException(?:ExternalErrorHandler)?\)|\(\)) \{ _status ->", "Calls.function { _status ->")
    text.change(r'throw IllegalStateException\("\$\{this\.javaClass\.simpleName\} object has already been destroyed"\)',
                "throw Calls.closed()", len(objects))
    for old, new in objects.items():
        free = f"{library}.uniffi_ehcert_{crate}_fn_free_{old.lower()}"
        # An object as an argument: never its handle once it is closed, and no handle of a call that is not made.
        text.change(rf"(override fun lower\(value: {new}\): Long \{{\n        return )value\.uniffiCloneHandle\(\)",
                    rf"\1Calls.lent(value.callWithHandle {{ it }}) {{ handle, status -> {free}(handle, status) }}", 1)
        start = text.text.index(f"open class {new}:")
        end = text.text.index("UniffiCleanAction(private val handle: Long)", start)
        body = Text(text.text[start:end])
        body.change(r"return block\(this\.uniffiCloneHandle\(\)\)",
                    "val lent = this.uniffiCloneHandle()\n            try {\n                return block(lent)\n"
                    "            } catch (e: Calls.Unsent) {\n"
                    f"                Calls.free {{ status -> {free}(lent, status) }}\n"
                    "                throw e.problem\n            }", 1)
        # Once it is closed no call begins: while others go on calling without a pause, the count would not come down to 0.
        body.change(r"if \(c == 0L\) \{", "if (c == 0L || this.wasDestroyed.get()) {", 1)
        body.change(r"(constructor\(withHandle)", r"internal \1", 1)
        body.change(r"constructor\(noHandle: NoHandle\)", "internal constructor(noHandle: NoHandle)", 1)
        body.change(r"^    protected val", "    internal val", 2)
        body.change(r"^    val uniffiIsDestroyed: Boolean", "    val isClosed: Boolean", 1)
        body.change(r"Whether the current object has been destroyed.*", "Whether it was closed.", 1)
        body.change(r"        // TODO: .*\n", "", 1)
        body.change(r"^    @Synchronized\n    override fun close",
                    "    /** Gives up the native object, and with it every key and password in it. */\n    override fun close", 1)
        body.change(r": Disposable, AutoCloseable, (\w+)", rf": Disposable, AutoCloseable, \1, {EXTRAS[new]}", 1)
        text.text = text.text[:start] + body.text + text.text[end:]
    text.change(r"    fun uniffiCloneHandle\(\)", "    internal fun uniffiCloneHandle()", len(objects))


def errors(text):
    text.change(r"^sealed class EhcertException: kotlin\.Exception\(\) \{", "sealed class EhcertException: ProblemException() {", 1)
    start = text.text.index("sealed class EhcertException:")
    end = text.text.index("public object FfiConverterTypeEhcertError", start)
    body = Text(text.text[start:end])
    body.change(r"^        val `problem`: Problem", "        override val `problem`: Problem")
    body.change(r'^ \{\n        override val message\n.*\n    \}$|\{\n        override val message\n            get\(\) = "problem=.*"\n    \}', "")
    body.change(r"companion object ErrorHandler", "internal companion object ErrorHandler", 1)
    text.text = text.text[:start] + body.text + text.text[end:]


# What starts a block of a generated file.
BLOCK = re.compile(r"(?:@JvmSynthetic )?(?:public |internal |private )?(?:inline |external )?(?:open |data |sealed |const )?"
                   r"(?:class|object|interface|val|fun) ?(?:<[^>]*> ?)?([\w.]+)")


def blocks(text):
    """A file as blocks: name and text of each declaration with the comments and annotations before it."""
    lines = text.split("\n")
    starts = []
    for number, line in enumerate(lines):
        found = BLOCK.match(line)
        if found and not line.startswith(" "):
            first = number
            while first and re.match(r"@|/\*\*| \*|//", lines[first - 1]):
                first -= 1
            starts.append((first, found[1]))
    for (first, name), (end, _) in zip(starts, [*starts[1:], (len(lines), "")]):
        yield name, "\n".join(lines[first:end])


def driver(text, core):
    """The generated code of the driver without what that of the engine has as well."""
    text.change(r"\buniffi\.ehcert(?:_driver)?\.", "")
    text.change(r"\bIntegrityCheckingUniffiLib\b", "IntegrityCheckingDriverLib")
    text.change(r"\bUniffiLib\b", "DriverLib")
    text.change(r"\buniffiCheck(ContractApiVersion|ApiChecksums)\b", r"driverCheck\1")
    known = {name for name, _ in blocks(core)} | {"EhcertExceptionExternalErrorHandler", "findLibraryName"}
    kept = [block for name, block in blocks(text.text) if name not in known]
    imports = re.findall(r"^import (?:com|java)\..*$", core, flags=re.M)
    head = ["// Derived; see derive.py.", '@file:Suppress("ALL")', '@file:JvmName("EhcertDriver")', "", "package be.ehcert", "", *imports]
    text.text = "\n".join([*head, "", *kept])


def machinery(text):
    """What is there once, for engine and driver."""
    text.change(r"^private fun<E: kotlin\.Exception> uniffiCheckCallStatus", r"internal fun<E: kotlin.Exception> uniffiCheckCallStatus", 1)
    # How a call went is told in memory that is used again.
    text.change(r"^    var status = UniffiRustCallStatus\(\)\n    val return_value = callback\(status\)\n"
                r"    uniffiCheckCallStatus\(errorHandler, status\)\n    return return_value$",
                "    return CallStatus.use { status -> callback(status).also { status.check(errorHandler) } }", 1)
    text.change(r"callback: \(UniffiRustCallStatus\) -> U", "callback: (CallStatus) -> U", 2)
    # So are the buffers' own few octets.
    text.change(r"^    class ByValue: RustBuffer\(\), Structure\.ByValue$",
                r"    override fun autoAllocate(size: Int) = BufferMemory.next(size)\n\n\g<0>", 1)
    # What was allocated for a call that is never made is freed.
    text.change(r"override fun lower\(value: KotlinType\) = lowerIntoRustBuffer\(value\)",
                "override fun lower(value: KotlinType) = Calls.lowered(lowerIntoRustBuffer(value))", 1)
    text.change(r"(rbuf\.asByteBuffer\(\)!!\.put\(byteBuf\)\n        return )rbuf", r"\1Calls.lowered(rbuf)", 1)
    text.change(r"^private ((?:inline )?fun(?: <[^>]*>|<[^>]*>)? (?:uniffiRustCall|uniffiRustCallWithError|findLibraryName|UniffiCleaner.Companion.create)\()",
                r"internal \1", 4)
    # One way to free what was forgotten, the same on every JDK.
    text.change(r"fun UniffiCleaner\.Companion\.create\(\): UniffiCleaner =\n(.*\n)*?    \}\n",
                "fun newUniffiCleaner(): UniffiCleaner = UniffiJnaCleaner()\n", 1)
    text.change(r"^private class JavaLangRefClean(er|able)\b(.*\n)*?^\}\n", "", 2)
    # Closing is AutoCloseable's.
    text.change(r"^interface Disposable \{(.*\n)*?^}\n", "", 1)
    text.change(r"^/\*\*\n \* @suppress\n \*/\ninline fun <T : Disposable(.*\n)*?    }\n", "", 1)


def hidden(text):
    """What is nobody's business outside this package."""
    text.change(r"^(?:public )?((?:inline )?(?:open )?(?:interface|object|class|fun)) (RustBuffer|FfiConverter|Uniffi|uniffi|NoHandle|InternalException)",
                r"internal \1 \2")
    # Functions of the machinery are not for Java either.
    text.text = re.sub(r"^internal ((?:inline )?fun\b)", r"@JvmSynthetic internal \1", text.text, flags=re.M)
    # A public class keeps no internal interface.
    text.change(r"^(open class \w+): Disposable, AutoCloseable,", r"\1: AutoCloseable,")
    text.change(r"^    override fun destroy\(\) \{", "    private fun destroy() {")

def steps(text):
    """What every step of a flow has."""
    start = text.text.index("sealed class FlowStep {")
    end = text.text.index("internal object FfiConverterTypeFlowStep", start)
    body = Text(text.text[start:end])
    body.change(r"^        val `(name|percent)`", r"        override val `\1`")
    body.change(r"\Asealed class FlowStep \{\n", "sealed class FlowStep {\n    /** Stable name. */\n    abstract val name: String\n\n"
                "    /** How far, 0 to 100. */\n    abstract val percent: Int\n", 1)
    text.text = text.text[:start] + body.text + text.text[end:]


# What may be left out in a record that is given.
DEFAULTS = (
    (r".*\?", "null"), (r"List<.*>", "emptyList()"), (r"kotlin\.Boolean", "false"),
    ("`(?:key|firstNames|identifier)`: kotlin\\.String", '""'), ("`language`: kotlin\\.String", '"en"'),
    ("`card`: kotlin\\.String", '"any"'), ("`revocation`: kotlin\\.String", '""'), ("`wait`: kotlin\\.Long", "0"),
)


def inputs(text, pattern, count):
    def optional(match):
        lines = []
        for line in match[0].split("\n"):
            found = re.match(r"(\s*val (`\w+`: ([\w.<>?]+)))(.*)$", line)
            if found and "=" not in found[4]:
                for kind, value in DEFAULTS:
                    if re.fullmatch(kind, found[2]) or (kind[0] != "`" and re.fullmatch(kind, found[3])):
                        line = f"{found[1]} = {value}{found[4]}"
                        break
            lines.append(line)
        return re.sub(r"^(\s*data class \w+) ?\(", r"\1 @JvmOverloads constructor (", "\n".join(lines))
    text.text, found = re.subn(pattern, optional, text.text, flags=re.M)
    if found != count:
        sys.exit(f"derive.py: {found} records of input, expected {count}")


def records(text):
    text.change(r"^    var `", "    val `")


def shown(text):
    """Kotlin shows the octets of an array: they may be a PIN, a keystore or a message, so only their number is shown."""
    def override(match):
        fields = re.findall(r"^\s*(?:override )?val `(\w+)`: ([\w.<>?]+)", match[0], flags=re.M)
        if not any("kotlin.ByteArray" in kind for _, kind in fields):
            return match[0]
        def one(name, kind):
            if kind.startswith("kotlin.ByteArray"):
                return f"{name}=${{octets(`{name}`)}}"
            if "kotlin.ByteArray" in kind:
                return f"{name}=${{`{name}`.map(::octets)}}"
            return f"{name}=$`{name}`"
        inside = ", ".join(one(*field) for field in fields)
        name = re.match(r"\s*data class (\w+)", match[0])[1]
        return f'{match[0]}\n    /** Of octets their number alone. */\n    override fun toString(): String = "{name}({inside})"\n'
    text.text = re.sub(r"^\s*data class \w+ ?(?:@JvmOverloads constructor )?\((?:.*\n)*?[^\n]*\)[^\n]*?(?:\n\s*)?\{", override, text.text, flags=re.M)
    if "override fun toString(): String" not in text.text:
        sys.exit("derive.py: records with octets were not understood")


def functions(text):
    """Static factories, and times that default to now."""
    out, inside = [], None
    for line in text.text.split("\n"):
        if line.startswith("open class "):
            inside = "class"
        elif re.match(r"/\*\*|public |internal |private |interface |data class |sealed class |class |object ", line):
            inside = None
        elif inside == "class" and line.startswith("    companion object {"):
            inside = "companion"
        if "override fun" not in line:
            factory = inside == "companion" or (inside is None and line.startswith("    ") and not line.startswith("    fun"))
            if re.search(r"\bfun `", line):
                line = re.sub(r"(`(?:now|at)`: kotlin\.Long)", r"\1 = epochSeconds()", line)
                line = re.sub(r"(`profile`: kotlin\.String)", r'\1 = "ehealth"', line)
                if factory:
                    line = re.sub(r"(`\w+`: [\w.<>]+\?)(?=[,)])", r"\1 = null", line)
                    if re.search(r"` ?: [\w.<>?]+ = ", line):
                        line = re.sub(r"\bfun `", "@JvmOverloads fun `", line, count=1)
        if inside == "companion":
            line = re.sub(r"^(\s*(?:\*/ )?(?:@Throws\(EhcertException::class\) )?)((?:@JvmOverloads )?fun `)", r"\1@JvmStatic \2", line)
        out.append(line)
    text.text = "\n".join(out)


def declared(text):
    """Classes, and functions as (class or None, name)."""
    classes = set(re.findall(r"\b(?:class|object|interface) (\w+)", text.text))
    functions, owner = set(), None
    for line in text.text.split("\n"):
        if found := re.match(r"open class (\w+)", line):
            owner = found[1]
        elif re.match(r"/\*\*|public |internal |private |interface |data class |sealed class |class |object ", line):
            owner = None
        functions.update((owner, name) for name in re.findall(r"\bfun `(\w+)`", line))
    return classes, functions


def documentation(text, classes, functions):
    """Rust's links as those of KDoc; of what is not public here, the name. What the generator left empty is taken away."""
    def link(match):
        parts = match[1].split("::")
        name = parts[-1].rstrip("()")
        camel = re.sub(r"_(\w)", lambda m: m[1].upper(), name) if name == name.lower() else name
        camel = OBJECTS.get(camel, camel)
        kept = [INSIDE.get(p, p) for p in parts[:-1] if p[0].isupper() and p != "Self"]
        owners = {owner for owner, function in functions if function == camel}
        if not kept and camel not in classes and None not in owners and len(owners) == 1:
            kept = [*owners]
        path = ".".join([*kept, camel])
        return f"[{path}]" if (kept[0] in classes if kept else camel in classes or owners) else f"`{path}`"
    lines = []
    for line in text.text.split("\n"):
        if line.lstrip().startswith("*"):
            line = re.sub(r"\[`([\w:()]+)`\]", link, line)
            line = line.replace("`None`", "`null`")
        lines.append(line)
    text.text = "\n".join(lines)
    text.change(r"^ *companion object\n(?= *\})", "")
    text.change(r"^    companion object \{\n(?= +\n)", r"    /** How one is begun. */\n\g<0>")


def codes(native):
    spec = importlib.util.spec_from_file_location("generated", native)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    lines = ["package be.ehcert\n\n", "/** The stable numbers of errors: [Problem.code]. */\n", "object Codes {\n"]
    for row in module.error_table("en"):
        constant = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", row.name).upper()
        text = row.message.replace("*/", "* /")
        lines.append(f"    /** `{row.name}`: {text} */\n    const val {constant}: Int = {row.code}\n")
    return "".join(lines) + "}\n"


def page(document, out):
    """The programs of a page, as they stand there."""
    for language, extension in (("kotlin", "kt"), ("java", "java")):
        for number, code in enumerate(re.findall(rf"^```{language}\n(.*?)^```$", document.read_text("utf-8"), flags=re.M | re.S)):
            name = re.search(r"\bclass (\w+)", code)[1] if language == "java" else f"Page{number}"
            folder = out / language
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.{extension}").write_text(code, "utf-8")


def main(bindings, out, tests):
    bindings, out = pathlib.Path(bindings), pathlib.Path(out)
    core = Text((bindings / "uniffi/ehcert/ehcert.kt").read_text("utf-8"))
    native = Text((bindings / "uniffi/ehcert_driver/ehcert_driver.kt").read_text("utf-8"))
    driver(native, core.text)
    head(core)
    converters(core)
    machinery(core)
    errors(core)
    for text, objects, crate in ((core, CORE, "core"), (native, NATIVE, "native")):
        names(text, objects)
        numbers(text)
        secrets(text)
        calls(text, objects, crate)
        hidden(text)
        records(text)
    steps(core)
    inputs(core, r"^data class \w+Input \((?:.*\n)*?\)\{", 6)
    inputs(native, r"^data class (?:With|Contact) \((?:.*\n)*?\)\{", 2)
    inputs(native, r"^    data class \w+\(\n(?:        .*\n)*?.*\) : Operation\(\)", native.text.count(") : Operation()"))
    for text in (core, native):
        shown(text)
        functions(text)
    known = [declared(text) for text in (core, native)]
    for text in (core, native):
        documentation(text, *(set.union(*sets) for sets in zip(*known)))
    (out / "Ehcert.kt").write_text(core.text, "utf-8")
    (out / "EhcertDriver.kt").write_text(native.text, "utf-8")
    (out / "Codes.kt").write_text(codes(bindings / "ehcert.py"), "utf-8")
    page(pathlib.Path(__file__).parent / "docs/main-job.md", pathlib.Path(tests))


if __name__ == "__main__":
    main(*sys.argv[1:])
