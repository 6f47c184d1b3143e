package be.ehcert

import java.io.File
import kotlin.test.Test
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

/**
 * Hostile bytes: cut, flipped, longer and spliced copies of every vector beside the checkout. Each call gives a value or
 * throws an [EhcertException] with a code; nothing else comes out, and the JVM goes on.
 */
class HostileTest {
    private val vectors = File(System.getProperty("basedir") ?: ".").absoluteFile.normalize().resolve("../../../shared/vectors")
    private val now = 1_795_500_000L

    /** Places of each vector that are changed. */
    private val places = 96

    private val calls: Map<String, (ByteArray) -> Unit> = mapOf(
        "viewCertificate" to { data -> viewCertificate(data) },
        "previewCsr" to { data -> previewCsr(data) },
        "inspectKeystore" to { data -> inspectKeystore(data) },
        "verifyCertificate" to { data -> verifyCertificate(data, TrustInput(), PathInput(), now) },
        "verifyEtk" to { data -> verifyEtk(data, TrustInput(), now) },
        "verifyMessage" to { data -> verifyMessage(data, null, TrustInput(), now) },
        "open" to { data -> EhcertKeystore.open(data, "test".toCharArray()).close() },
    )

    /** What reads this kind of file sees every copy, the others each 24th. */
    private val own = mapOf(
        "cert" to setOf("viewCertificate", "verifyCertificate"),
        "etk" to setOf("verifyEtk"),
        "msg" to setOf("verifyMessage"),
        "p12" to setOf("inspectKeystore"),
    )

    private fun copies(vector: ByteArray, other: ByteArray) = sequence {
        val step = maxOf(1, vector.size / places)
        for ((number, at) in (vector.indices step step).withIndex()) {
            val bit = if (number % 3 == 0) 0x80 else 1 shl number % 7
            yield(vector.copyOf().also { it[at] = (it[at].toInt() xor bit).toByte() })
            if (number % 4 == 0) yield(vector.copyOf(at))
            if (number % 12 == 0) yield(vector.copyOf(at) + other.drop(at).toByteArray())
        }
        yield(vector + 0)
        yield(vector + ByteArray(70_000) { -1 })
        yield(vector + vector)
        yield(ByteArray(100_000) { if (it % 2 == 0) 0x30 else 0x80.toByte() })
        yield(byteArrayOf(0x30, 0x84.toByte(), -1, -1, -1, -1) + vector)
    }

    @Test
    fun everyVectorThroughEveryCall() {
        if (!vectors.isDirectory) return println("skipped: shared/vectors not present")
        var made = 0
        var refused = 0
        for ((folder, names) in own) {
            val files = vectors.resolve(folder).listFiles()!!.sorted().map { it.readBytes() }
            for ((index, vector) in files.withIndex()) {
                val other = files[(index + files.size - 1) % files.size]
                for ((number, data) in copies(vector, other).withIndex()) {
                    for ((name, call) in calls) {
                        if (name !in names && number % 24 != 0) continue
                        made++
                        try {
                            call(data)
                        } catch (e: EhcertException) {
                            refused++
                            assertNotEquals(0, e.code, "$name $folder $number")
                            assertNotEquals(Codes.INTERNAL, e.code, "$name $folder $number: ${e.message}")
                        }
                    }
                }
            }
        }
        println("hostile: Kotlin: $made calls, $refused refused")
        assertTrue(refused > made / 5)
    }
}
