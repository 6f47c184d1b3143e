package be.ehcert

import java.io.ByteArrayInputStream
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URI
import java.nio.CharBuffer
import java.nio.charset.CharacterCodingException
import java.security.KeyStore
import uniffi.ehcert.ContractReview
import uniffi.ehcert.Flow
import uniffi.ehcert.FlowStep

/**
 * A password as UTF-8 bytes, which are the caller's to wipe, as the characters are.
 *
 * Throws [IllegalArgumentException] for half of a surrogate pair: replaced, it would be another password.
 */
fun utf8(password: CharArray): ByteArray {
    val buffer = try {
        Charsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password))
    } catch (e: CharacterCodingException) {
        throw IllegalArgumentException("the password holds half of a surrogate pair")
    }
    val bytes = ByteArray(buffer.remaining())
    buffer.get(bytes)
    buffer.array().fill(0)
    return bytes
}

/** An eHealth keystore (PKCS#12) as a [KeyStore] of the JDK, for any TLS or XML signature library. */
fun toJavaKeyStore(keystore: ByteArray, password: CharArray): KeyStore =
    KeyStore.getInstance("PKCS12").apply { load(ByteArrayInputStream(keystore), password) }

/** What only the application can do in the course of a flow. */
interface Attendant {
    /** A signature by the eID: RSA, or ECDSA as r||s. [key] is `authentication` or `signature`. */
    fun sign(key: String, hash: String, digest: ByteArray): ByteArray
    /** Whether the person accepts the contract. */
    fun accept(review: ContractReview): Boolean
    /** Stores the keystore so that it survives a power cut, and gives what was read back. */
    fun store(keystore: ByteArray): ByteArray
    /** A step begins. */
    fun progress(name: String, percent: Int) {}
}

private const val MAX_ANSWER = 4 shl 20

/** Drives a flow to its end with blocking HTTP; its outcome is then read from it. */
fun Flow.drive(attendant: Attendant, timeoutMillis: Int = 30_000) {
    fun now() = System.currentTimeMillis() / 1000
    var step = step(now())
    while (true) {
        step = when (val due = step) {
            is FlowStep.Done -> return
            is FlowStep.Sign -> {
                attendant.progress(due.name, due.percent.toInt())
                answerSignature(attendant.sign(due.key, due.hash, due.digest), now())
            }
            is FlowStep.ShowContract -> answerContract(attendant.accept(due.review), now())
            is FlowStep.GenerateKey -> {
                attendant.progress(due.name, due.percent.toInt())
                generateKey(now())
            }
            is FlowStep.Http -> {
                attendant.progress(due.name, due.percent.toInt())
                val answer = post(due, timeoutMillis)
                answerHttp(answer.first.toUShort(), answer.second, answer.third, now())
            }
            is FlowStep.Store -> {
                attendant.progress(due.name, due.percent.toInt())
                answerStored(attendant.store(due.keystore), now())
            }
            is FlowStep.Wait -> {
                Thread.sleep(due.seconds.toLong() * 1000)
                answerWaited(now())
            }
        }
    }
}

private fun post(step: FlowStep.Http, timeoutMillis: Int): Triple<Int, String, ByteArray> {
    val connection = URI(step.url).toURL().openConnection() as HttpURLConnection
    connection.connectTimeout = timeoutMillis
    connection.readTimeout = timeoutMillis
    connection.instanceFollowRedirects = false
    connection.requestMethod = step.method
    connection.doOutput = true
    // With its length known beforehand the JDK does not send a request again that met no answer: what must not arrive
    // twice is for the flow to decide.
    connection.setFixedLengthStreamingMode(step.body.size)
    step.headers.forEach { connection.setRequestProperty(it.name, it.value) }
    connection.outputStream.use { it.write(step.body) }
    val status = connection.responseCode
    val stream = if (status < 400) connection.inputStream else connection.errorStream
    val body = stream?.use { input ->
        val out = java.io.ByteArrayOutputStream()
        val buffer = ByteArray(8192)
        while (true) {
            val read = input.read(buffer)
            if (read < 0) break
            out.write(buffer, 0, read)
            if (out.size() > MAX_ANSWER) throw IOException("the answer is larger than $MAX_ANSWER bytes")
        }
        out.toByteArray()
    } ?: ByteArray(0)
    return Triple(status, connection.contentType ?: "", body)
}
