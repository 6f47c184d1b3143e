package be.ehcert

/**
 * What every [EhcertException] has: the code, who must act, and texts for people.
 *
 * It is unchecked: whoever can do something about it catches it, by class (`EhcertException.Card`...) or by [code].
 */
abstract class ProblemException internal constructor() : RuntimeException() {
    /** What went wrong. */
    abstract val problem: Problem

    /** The stable number, one of [Codes]. */
    val code: Int get() = problem.code

    /** The stable name. */
    val name: String get() = problem.name

    /** The field of the caller's input that is wrong, if it is about one. */
    val field: String? get() = problem.field

    /** Whether a repetition can help. */
    val isRetryable: Boolean get() = problem.retryable

    /** Name and text in English: for a log. It holds no password, PIN or key. */
    override val message: String get() = "${problem.name}: ${text("en").message}"

    /** What happened and what to do, in `fr`, `nl`, `de` or `en`: for people. */
    fun text(language: String): Description = describeProblem(problem, language)
}

/** The exception of a problem: of the class of its code. */
internal fun exceptionOf(problem: Problem): EhcertException = when (problem.code / 100) {
    11 -> EhcertException.Identity(problem)
    12 -> EhcertException.Request(problem)
    13 -> EhcertException.Key(problem)
    14 -> EhcertException.Keystore(problem)
    15 -> EhcertException.Trust(problem)
    16 -> EhcertException.Authority(problem)
    17 -> EhcertException.Card(problem)
    18 -> EhcertException.Sealing(problem)
    19 -> EhcertException.Operation(problem)
    20 -> EhcertException.Driver(problem)
    else -> EhcertException.General(problem)
}
