package be.ehcert

import com.sun.jna.Memory
import com.sun.jna.Structure

// JNA gives every structure memory of its own, which is entered into a table for the whole process and taken out of it when
// the collector comes by: longer work than a short call itself. What a call needs is the same each time and for its own
// duration, so that each thread keeps it.

/** Memory of the buffers that go by value: in use from the conversion of a call's first argument to the reading of its result. */
internal object BufferMemory {
    /** More than any call has arguments. */
    private const val COUNT = 64

    private class Ring {
        private val all = arrayOfNulls<Memory>(COUNT)
        private var last = 0

        fun next(size: Int): Memory {
            last = (last + 1) % COUNT
            return all[last] ?: Memory(size.toLong()).also { all[last] = it }
        }
    }

    private val rings = ThreadLocal.withInitial(::Ring)

    /** The memory of the next buffer of a thread; all are of one size. */
    fun next(size: Int): Memory = rings.get().next(size)
}

/** Native memory where the library tells how a call went. */
internal class CallStatus private constructor() : Memory(SIZE) {
    /** Throws what the library tells, when it is an error. */
    fun <E : Exception> check(handler: UniffiRustCallStatusErrorHandler<E>) {
        if (getByte(0) == UNIFFI_CALL_SUCCESS) return
        uniffiCheckCallStatus(handler, Structure.newInstance(UniffiRustCallStatus::class.java, this).also { it.read() })
    }

    /** Those of a thread; one call is within another while that one's arguments are converted. */
    private class Stack : ArrayList<CallStatus>() {
        private var taken = 0

        fun take(): CallStatus {
            if (taken == size) add(CallStatus())
            return get(taken++).also { it.setByte(0, UNIFFI_CALL_SUCCESS) }
        }

        fun give() {
            taken--
        }
    }

    companion object {
        private val SIZE = UniffiRustCallStatus().size().toLong()
        private val stacks = ThreadLocal.withInitial(::Stack)

        /** Runs one call. */
        inline fun <T> use(call: (CallStatus) -> T): T {
            val status = take()
            try {
                return call(status)
            } finally {
                give()
            }
        }

        fun take(): CallStatus = stacks.get().take()

        fun give() = stacks.get().give()
    }
}
