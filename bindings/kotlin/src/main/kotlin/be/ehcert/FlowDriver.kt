package be.ehcert

import java.io.IOException
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.future.future
import kotlinx.coroutines.withContext
import kotlin.coroutines.coroutineContext

/** What only the application can do in the course of a flow. A flow asks nothing of it that it does not need. */
interface Attendant {
    /** A signature by the eID: RSA PKCS#1 v1.5, or ECDSA as r||s. */
    fun sign(request: FlowStep.Sign): ByteArray = throw UnsupportedOperationException("this flow needs sign")

    /** Whether the person accepts the contract. */
    fun accept(review: ContractReview): Boolean = throw UnsupportedOperationException("this flow needs accept")

    /** Stores the keystore so that it survives a power cut, and gives what was read back; see [FileStore]. */
    fun store(keystore: ByteArray): ByteArray = throw UnsupportedOperationException("this flow needs store")

    /** A step begins: its stable name, which [stepLabel] has a text for, and how far the flow is. */
    fun progress(name: String, percent: Int) {}
}

/** [Attendant] for coroutines: called in the context of who drives the flow. */
interface SuspendAttendant {
    /** A signature by the eID: RSA PKCS#1 v1.5, or ECDSA as r||s. */
    suspend fun sign(request: FlowStep.Sign): ByteArray = throw UnsupportedOperationException("this flow needs sign")

    /** Whether the person accepts the contract. */
    suspend fun accept(review: ContractReview): Boolean = throw UnsupportedOperationException("this flow needs accept")

    /** Stores the keystore so that it survives a power cut, and gives what was read back; see [FileStore]. */
    suspend fun store(keystore: ByteArray): ByteArray = throw UnsupportedOperationException("this flow needs store")

    /** A step begins. */
    fun progress(name: String, percent: Int) {}
}

/**
 * Carries an [EhcertFlow] to its end. When something fails, or the driver is cancelled, the flow stays where it was: it
 * can be run again from there, also by the other driver, until it is closed.
 */
interface FlowDriver : EhcertFlowInterface {
    /** Does every step, on the thread of the caller; the outcome is then read from the flow. */
    fun run(attendant: Attendant, transport: Transport) {
        var step = step(epochSeconds())
        while (true) {
            attendant.progress(step.name, step.percent)
            step = when (val due = step) {
                is FlowStep.Done -> return
                is FlowStep.Sign -> answerSignature(attendant.sign(due), epochSeconds())
                is FlowStep.ShowContract -> answerContract(attendant.accept(due.review), epochSeconds())
                is FlowStep.GenerateKey -> generateKey(epochSeconds())
                is FlowStep.Http -> {
                    val answer = optional(due) { transport.send(due) }
                    answerHttp(answer.status, answer.contentType, answer.body, epochSeconds())
                }
                is FlowStep.Store -> answerStored(attendant.store(due.keystore), epochSeconds())
                is FlowStep.Wait -> {
                    Thread.sleep(due.seconds * 1000)
                    answerWaited(epochSeconds())
                }
            }
        }
    }

    /** Does every step, with HTTP by the JDK. */
    fun run(attendant: Attendant) = run(attendant, UrlTransport())

    /** Does every step without blocking the caller's thread. After a cancellation nothing of it is running any more. */
    suspend fun drive(attendant: SuspendAttendant, transport: SuspendTransport = UrlTransport().suspending()) {
        var step = computed { step(epochSeconds()) }
        while (true) {
            coroutineContext.ensureActive()
            attendant.progress(step.name, step.percent)
            step = when (val due = step) {
                is FlowStep.Done -> return
                is FlowStep.Sign -> attendant.sign(due).let { computed { answerSignature(it, epochSeconds()) } }
                is FlowStep.ShowContract -> attendant.accept(due.review).let { computed { answerContract(it, epochSeconds()) } }
                is FlowStep.GenerateKey -> computed { generateKey(epochSeconds()) }
                is FlowStep.Http -> optional(due) { transport.send(due) }.let {
                    computed { answerHttp(it.status, it.contentType, it.body, epochSeconds()) }
                }
                is FlowStep.Store -> attendant.store(due.keystore).let { computed { answerStored(it, epochSeconds()) } }
                is FlowStep.Wait -> {
                    delay(due.seconds * 1000)
                    computed { answerWaited(epochSeconds()) }
                }
            }
        }
    }

    /** Does every step on threads of its own; cancelling the future ends it. For Java; Kotlin has [drive]. */
    fun runAsync(attendant: Attendant): CompletableFuture<Unit> =
        CoroutineScope(Dispatchers.IO).future { drive(Blocking(attendant)) }
}

private inline fun optional(request: FlowStep.Http, send: () -> HttpAnswer): HttpAnswer = try {
    send()
} catch (e: IOException) {
    if (request.optional) HttpAnswer.NONE else throw e
}

/** Key generation and key derivation take their time: not on the caller's thread. */
private suspend fun computed(work: () -> FlowStep): FlowStep = withContext(Dispatchers.Default) { work() }

private class Blocking(private val attendant: Attendant) : SuspendAttendant {
    override suspend fun sign(request: FlowStep.Sign) = attendant.sign(request)
    override suspend fun accept(review: ContractReview) = attendant.accept(review)
    override suspend fun store(keystore: ByteArray) = attendant.store(keystore)
    override fun progress(name: String, percent: Int) = attendant.progress(name, percent)
}
