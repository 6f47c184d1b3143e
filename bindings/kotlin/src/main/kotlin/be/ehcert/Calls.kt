package be.ehcert

import java.nio.BufferOverflowException
import java.nio.charset.CharacterCodingException

/**
 * What stands around every call of the native library.
 *
 * Arguments are converted before a call is made. When one of them cannot be, the call never happens: what was
 * allocated for the others is freed (and so wiped), and the caller gets an [EhcertException] with a code.
 */
internal object Calls {
    /** A call that was not made: its handle is still the caller's. */
    internal class Unsent(val problem: EhcertException) : RuntimeException(null, null, false, false)

    private class Lent(val handle: Long, val free: (Long, CallStatus) -> Unit)

    /** [RustBuffer.ByValue] and [Lent] of the call that this thread prepares. */
    private val prepared = ThreadLocal.withInitial { ArrayList<Any>(8) }

    /** A buffer that an argument was written into. */
    fun lowered(buffer: RustBuffer.ByValue): RustBuffer.ByValue = buffer.also { prepared.get().add(it) }

    /** An object that is an argument. */
    fun lent(handle: Long, free: (Long, CallStatus) -> Unit): Long =
        handle.also { prepared.get().add(Lent(handle, free)) }

    /** Calls a function or a constructor. */
    inline fun <T> function(call: (CallStatus) -> T): T =
        try {
            method(call)
        } catch (e: Unsent) {
            throw e.problem
        }

    /** Calls a method; [Unsent] when the handle was not given away. */
    inline fun <T> method(call: (CallStatus) -> T): T = CallStatus.use { status ->
        val value = try {
            call(status)
        } catch (e: Exception) {
            throw unsent(e)
        }
        sent()
        check(status)
        value
    }

    /** Frees a handle. */
    inline fun free(call: (CallStatus) -> Unit) = CallStatus.use { status ->
        call(status)
        check(status)
    }

    /** From here on the arguments are the library's. */
    fun sent() = prepared.get().clear()

    fun check(status: CallStatus) {
        try {
            status.check(EhcertException)
        } catch (e: InternalException) {
            // A panic, caught at the boundary. Its text may show a value; it is not told.
            throw EhcertException.General(problemOf(Codes.INTERNAL))
        }
    }

    fun unsent(cause: Exception): Unsent {
        val all = prepared.get()
        for (one in all) {
            if (one is RustBuffer.ByValue) RustBuffer.free(one)
            if (one is Lent) free { status -> one.free(one.handle, status) }
        }
        all.clear()
        // The cause is not kept: it may show the argument.
        val problem = when (cause) {
            is EhcertException -> cause
            is NullPointerException -> invalid("null")
            is CharacterCodingException -> invalid("half of a surrogate pair")
            is ClassCastException, is IllegalArgumentException, is BufferOverflowException,
            is NegativeArraySizeException, is ConcurrentModificationException ->
                invalid(cause.javaClass.simpleName)
            else -> EhcertException.General(problemOf(Codes.INTERNAL, detail = cause.javaClass.simpleName))
        }
        return Unsent(problem)
    }

    /** The object was closed. */
    fun closed(): EhcertException = EhcertException.General(problemOf(Codes.WRONG_STATE, detail = "the object is closed"))

    /** An argument that the library never saw. */
    fun invalid(what: String): EhcertException =
        EhcertException.General(problemOf(Codes.INVALID_ARGUMENT, listOf(NamedValue("what", what))))
}

/** A problem made on this side of the library, with its row of the table. */
internal fun problemOf(code: Int, values: List<NamedValue> = emptyList(), detail: String? = null): Problem {
    val row = Rows.byCode.getValue(code)
    return Problem(row.code, row.name, null, row.retryable, row.actor, detail, values, emptyList())
}

private object Rows {
    val byCode: Map<Int, CodeRow> = errorTable("en").associateBy { it.code }
}

/** The time as every call takes it: whole seconds since 1970, UTC. */
internal fun epochSeconds(): Long = System.currentTimeMillis() / 1000

/** Octets in a text for people: their number. */
internal fun octets(value: ByteArray?): String = if (value == null) "null" else "<${value.size} bytes>"
