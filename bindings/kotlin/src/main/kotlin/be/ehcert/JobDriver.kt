package be.ehcert

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext

/** What a person decides in the course of a job, and what is told to him. */
interface JobAttendant {
    /**
     * The digits of the PIN, which are wiped after use; `null` when the person gives up. [purpose] is `authentication`
     * or `signature`, [triesLeft] how often the PIN may be wrong, where the card tells.
     */
    fun pin(purpose: String, triesLeft: Int?): CharArray? = null

    /** Whether the person accepts the contract, or that of a revocation. */
    fun accept(review: ContractReview): Boolean = false

    /** Carries a command to the card, for `card = "host"`; gives everything that came back, nothing when the card is gone. */
    fun transmit(command: ByteArray): ByteArray = ByteArray(0)

    /** A step begins: its stable name, which [stepLabel] has a text for, and how far the job is. */
    fun progress(step: String, percent: Int) {}

    /** The person is to type the PIN on the reader now. */
    fun pinpad(triesLeft: Int?) {}

    /** Something that should be told and stops nothing. */
    fun warning(problem: Problem) {}
}

/** Carries an [EhcertJob] to its end. A job runs on a thread of its own; closing it cancels it. */
interface JobDriver : EhcertJobInterface {
    /**
     * Answers everything until the end, on the thread of the caller. An interrupt cancels the job.
     *
     * @throws EhcertException why it failed; of a form every further field that is wrong is a suppressed one
     */
    @Throws(InterruptedException::class)
    fun run(attendant: JobAttendant): JobResult {
        while (true) {
            val event = poll(POLL)
            if (Thread.interrupted()) {
                end(LAST_WORD)
                throw InterruptedException()
            }
            if (event is JobEvent.Done) return event.result
            attend(event, attendant)
        }
    }

    /**
     * The events as they come, until the last one. A question waits until it is answered, and is given again until then:
     * answer it where it is collected. When the collector is cancelled, so is the job, and nothing of it is running then.
     */
    fun events(): Flow<JobEvent> = flow {
        var over = false
        try {
            while (!over) {
                val event = withContext(Dispatchers.IO) { poll(POLL) }
                over = event is JobEvent.Done || event is JobEvent.Failed
                if (event !is JobEvent.Nothing) emit(event)
            }
        } finally {
            if (!over) withContext(NonCancellable + Dispatchers.IO) { end(LAST_WORD) }
        }
    }

    /** Answers everything until the end without blocking the caller's thread; errors as [run]. Cancelling it cancels the job. */
    suspend fun drive(attendant: JobAttendant): JobResult {
        var result: JobResult? = null
        events().collect { event -> if (event is JobEvent.Done) result = event.result else attend(event, attendant) }
        return result!!
    }

    private fun attend(event: JobEvent, attendant: JobAttendant) {
        when (event) {
            is JobEvent.Nothing, is JobEvent.Done -> Unit
            is JobEvent.Progress -> attendant.progress(event.step, event.percent)
            is JobEvent.Warning -> attendant.warning(event.problem)
            is JobEvent.Pinpad -> attendant.pinpad(event.triesLeft)
            is JobEvent.Pin -> {
                val pin = attendant.pin(event.purpose, event.triesLeft)
                try {
                    answerPin(pin)
                } finally {
                    pin?.fill('0')
                }
            }
            is JobEvent.Contract -> answerContract(attendant.accept(event.review))
            is JobEvent.Revocation -> answerContract(attendant.accept(event.review))
            is JobEvent.Apdu -> answerCard(attendant.transmit(event.command))
            is JobEvent.Failed -> {
                val all = event.problems.map(::exceptionOf)
                throw all.first().also { first -> all.drop(1).forEach(first::addSuppressed) }
            }
        }
    }

    private companion object {
        /** Milliseconds; a cancellation waits as long. */
        const val POLL = 100L

        /** Milliseconds that a cancelled job has to end; a card that signs is not interrupted. */
        const val LAST_WORD = 10_000L
    }
}
