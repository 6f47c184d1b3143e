package be.ehcert

import java.io.ByteArrayOutputStream
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URI
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlin.coroutines.coroutineContext

/** The answer to a request. */
class HttpAnswer(
    /** Its status. */
    val status: Int,
    /** The value of the header `Content-Type`, or empty. */
    val contentType: String,
    /** Its body, as it came. */
    val body: ByteArray,
) {
    internal companion object {
        /** That no answer came, which a flow can go on without when the request was optional. */
        val NONE = HttpAnswer(0, "", ByteArray(0))
    }
}

/**
 * Sends the requests of a flow. A request is sent once; what must not arrive twice is for the flow to decide. The path
 * leads to eHealth over TLS: an implementation of your own checks the server's certificate and follows no redirection.
 */
fun interface Transport {
    /** Sends a request and waits for its answer. */
    @Throws(IOException::class)
    fun send(request: FlowStep.Http): HttpAnswer
}

/** [Transport] for coroutines; a cancelled request ends at once. */
fun interface SuspendTransport {
    /** Sends a request and gives its answer. */
    suspend fun send(request: FlowStep.Http): HttpAnswer
}

/**
 * HTTP by the JDK alone, with its proxy and its trusted roots.
 *
 * [connectMillis] is the patience for a connection, [readMillis] that for each piece of the answer.
 */
class UrlTransport @JvmOverloads constructor(
    private val connectMillis: Int = 10_000,
    private val readMillis: Int = 30_000,
) : Transport {
    override fun send(request: FlowStep.Http): HttpAnswer = open(request).let { exchange(it, request) }

    /** The same for coroutines, on the dispatcher for blocking work. */
    fun suspending(): SuspendTransport = SuspendTransport { request ->
        val connection = open(request)
        try {
            coroutineScope {
                val ended = AtomicBoolean()
                // Cancellation breaks the connection, on which the blocked thread wakes up; the scope waits for it. What
                // is not connected yet does not break, and connects afterwards: so again until the thread is back.
                val watch = launch {
                    try {
                        awaitCancellation()
                    } finally {
                        connection.disconnect()
                        withContext(NonCancellable) {
                            while (!ended.get()) {
                                delay(BREAK_MILLIS)
                                connection.disconnect()
                            }
                        }
                    }
                }
                try {
                    withContext(Dispatchers.IO) { exchange(connection, request) }
                } finally {
                    ended.set(true)
                    watch.cancel()
                }
            }
        } catch (e: IOException) {
            // Of a connection that was broken for this reason only the cancellation is told.
            coroutineContext.ensureActive()
            throw e
        }
    }

    private fun open(request: FlowStep.Http): HttpURLConnection {
        val connection = URI(request.url).toURL().openConnection() as HttpURLConnection
        connection.connectTimeout = connectMillis
        connection.readTimeout = readMillis
        connection.instanceFollowRedirects = false
        connection.useCaches = false
        connection.requestMethod = request.method
        if (request.method == "POST") {
            connection.doOutput = true
            // With its length known beforehand the JDK does not send a request again that met no answer.
            connection.setFixedLengthStreamingMode(request.body.size)
        }
        request.headers.forEach { connection.setRequestProperty(it.name, it.value) }
        return connection
    }

    private fun exchange(connection: HttpURLConnection, request: FlowStep.Http): HttpAnswer {
        if (connection.doOutput) connection.outputStream.use { it.write(request.body) }
        val status = connection.responseCode
        val stream = if (status < 400) connection.inputStream else connection.errorStream
        val body = stream?.use { input ->
            val out = ByteArrayOutputStream()
            val buffer = ByteArray(8192)
            while (true) {
                val read = input.read(buffer)
                if (read < 0) break
                out.write(buffer, 0, read)
                if (out.size() > MAX_ANSWER) throw IOException("the answer is larger than $MAX_ANSWER bytes")
            }
            out.toByteArray()
        } ?: ByteArray(0)
        return HttpAnswer(status, connection.contentType ?: "", body)
    }

    /** What every transport keeps to. */
    companion object {
        /** More than any answer of the registration authority. */
        const val MAX_ANSWER: Int = 4 shl 20

        /** How often a cancelled request tries to break its connection. */
        private const val BREAK_MILLIS = 20L
    }
}
