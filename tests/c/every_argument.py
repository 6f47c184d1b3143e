"""Writes a C program that misuses every argument of every function of the header: `every_argument.py >misuse_all.c`.

Each pointer NULL where all others are good, each length with NULL and beyond all memory, each text that is no UTF-8. What
the header lets be NULL is taken from its own words. Every call must be an error InvalidArgument with its output untouched
(or, for what only gives a value, come back); none may crash.
"""

import pathlib
import re

HEADER = (pathlib.Path(__file__).resolve().parents[2] / "include/ehcert.h").read_text("utf-8")
# Handles that the program makes once, good ones.
MADE = "text bytes error keystore flow step platform signer card card_step job event".split()

HEAD = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ehcert.h"

static int cases = 0;
static const uint8_t *const one = (const uint8_t *)"x";

static void works(EhcError *error) {
  if (error == NULL) return;
  fprintf(stderr, "unexpected: %s\n", ehc_error_name(error));
  exit(1);
}

static void refused(EhcError *error, const void *out, const char *what) {
  cases++;
  if (error == NULL || ehc_error_code(error) != 1001 || out != NULL) {
    fprintf(stderr, "%s: %s\n", what, error == NULL ? "no error" : out != NULL ? "an output" : ehc_error_name(error));
    exit(1);
  }
  ehc_error_free(error);
}
"""


def functions():
    """Name, what it returns, arguments as (type, name), and what the header says of each."""
    found = re.findall(r"/\*\*\n(.*?) \*/\n(EHC_API\s+[^;]+;)", HEADER, re.S)
    for comment, signature in found:
        signature = " ".join(signature.removeprefix("EHC_API").rstrip(";").split())
        head, arguments = signature.split("(", 1)
        returns, name = re.fullmatch(r"(.*?)(\w+)", head).groups()
        arguments = [re.fullmatch(r"(.*?)(\w+)", a.strip()).groups() for a in arguments.rstrip(")").split(",") if a.strip() != "void"]
        words = {n: " ".join(t.split()) for n, t in re.findall(r"@param\[\w+\] (\w+) (.*?)(?=\n \* @|\Z)", comment, re.S)}
        yield name, returns.strip(), [(t.replace(" ", ""), n) for t, n in arguments], words


def handle(kind):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.removeprefix("const").removeprefix("Ehc").rstrip("*")).lower()


def good(kind, name):
    if kind.endswith("**"):
        return "&out"
    if kind == "constEhcTrust*":
        return "NULL"
    if re.match("(const)?Ehc", kind):
        return handle(kind)
    if kind == "constchar*":
        return '"x"'
    if kind == "constuint8_t*":
        return "one"
    return "1"


def cases(arguments, words):
    """Which arguments are what, and what it is called."""
    for place, (kind, name) in enumerate(arguments):
        after = arguments[place + 1][1] if place + 1 < len(arguments) else ""
        may = "NULL" in words.get(name, "")
        if kind == "constEhcTrust*":
            continue
        if kind.endswith("*") and not may:
            yield {place: "NULL"}, f"{name} is NULL"
        if kind == "constchar*":
            yield {place: r'"\xff\xfe"'}, f"{name} is no UTF-8"
        if kind == "constuint8_t*" and after == name + "_length":
            yield {place + 1: "(size_t)-1"}, f"{after} is SIZE_MAX"
            yield {place + 1: "(size_t)-1 / 2"}, f"{after} is the longest there is"
            if not may:
                yield {place: "NULL", place + 1: "(size_t)-1 / 2"}, f"{name} is NULL and {after} the longest there is"


def main():
    print("/* Written by tests/c/every_argument.py. */" + HEAD)
    print("int main(void) {")
    for name in MADE:
        kind = "Ehc" + name.title().replace("_", "")
        print(f"  {kind} *{name} = NULL;")
    print("""  works(ehc_platform_new("http://127.0.0.1:1", NULL, 0, &platform));
  works(ehc_flow_foreign_request("40210100183", "Fictine", "Exemple",
    "{\\"emailPrivate\\":\\"a@example.org\\",\\"phonePrivate\\":\\"0470000000\\"}", (const uint8_t *)"Test-1234", 9, "p-384", "ehealth",
    platform, &flow));
  works(ehc_flow_generate_key(flow, 1800000000, &step));
  works(ehc_keystore_open(ehc_step_data(step), ehc_step_data_length(step), (const uint8_t *)"Test-1234", 9, &keystore));
  works(ehc_keystore_entries(keystore, &text));
  works(ehc_keystore_rewrap(keystore, "modern", &bytes));
  works(ehc_signer_new((const uint8_t *)"0\\x03xyz", 5, (const uint8_t *)"0\\x03xyz", 5, NULL, 0, &signer));
  works(ehc_card_read(&card));
  works(ehc_card_start(card, &card_step));
  works(ehc_job_start("{\\"operation\\":\\"check\\",\\"with\\":{\\"platform\\":\\"acceptance\\",\\"card\\":\\"host\\"}}", NULL, 0, NULL, 0, &job));
  works(ehc_job_poll(job, 1000, &event));
  error = ehc_check_phone("x", NULL);""")
    count = 0
    for name, returns, arguments, words in functions():
        if name.endswith("_free"):
            print(f"  {name}(NULL);\n  cases++;")
            count += 1
            continue
        for changed, what in cases(arguments, words):
            given = [changed.get(i, good(*a)) for i, a in enumerate(arguments)]
            call = f"{name}({', '.join(given)})"
            count += 1
            if returns == "EhcError *" and name != "ehc_event_problem":
                out = next((k for k, _ in arguments if k.endswith("**")), None)
                print("  {")
                if out and "&out" in given:
                    print(f"    {out[:-2]} *out = NULL;")
                    print(f'    EhcError *failed = {call};\n    refused(failed, out, "{name}: {what}");')
                else:
                    print(f'    refused({call}, NULL, "{name}: {what}");')
                print("  }")
            else:
                print(f"  (void){call};\n  cases++;")
    # The thread of a job ends after its last event: polled until then, none is left when the program ends.
    print("""  works(ehc_job_cancel(job));
  do {
    ehc_event_free(event);
    event = NULL;
    works(ehc_job_poll(job, 1000, &event));
  } while (ehc_event_kind(event) != EHC_EVENT_FAILED);""")
    for name in MADE:
        print(f"  ehc_{name}_free({name});")
    print('  printf("%d misuses of arguments\\n", cases);\n  return 0;\n}')
    assert count > 250, count


if __name__ == "__main__":
    main()
