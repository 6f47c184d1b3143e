package be.ehcert

import java.io.ByteArrayOutputStream
import java.io.File
import java.io.RandomAccessFile
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** A program in a JVM of its own, where memory is that of the test alone. */
internal class Child(main: String, vararg arguments: String) : AutoCloseable {
    val process: Process = ProcessBuilder(
        File(System.getProperty("java.home"), "bin/java").path, "-Xms64m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch",
        "-cp", System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path"), main, *arguments,
    ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val output = process.inputStream.bufferedReader()

    fun line(): String = output.readLine() ?: error("the program ended: ${process.waitFor()}")
    fun go() = process.outputStream.run { write('\n'.code); flush() }

    override fun close() {
        process.outputStream.close()
        process.destroyForcibly().waitFor()
    }
}

/** Opens many things and prints resident memory in kB: after half of them, and at the end. */
internal object Many {
    private fun resident(): Long {
        repeat(3) { System.gc() }
        return File("/proc/self/status").readLines().first { it.startsWith("VmRSS:") }.filter { it.isDigit() }.toLong()
    }

    private fun flows(count: Int, close: Boolean) = repeat(count) {
        val flow = EhcertFlow.applicationIds("NIHII-GUARD_POST", "67999077", PlatformInput("acceptance"))
        check(flow.step() is FlowStep.Http)
        if (close) flow.close()
    }

    private fun settle() {
        for (round in 1..200) {
            System.gc()
            if (liveObjects() == 0L) break
            Thread.sleep(2)
        }
    }

    @JvmStatic
    fun main(arguments: Array<String>) {
        val keystore = File(arguments[0]).readBytes()
        val password = "Test-Kotlin-1".toCharArray()
        fun keystores(count: Int, close: Boolean) = repeat(count) {
            val opened = EhcertKeystore.open(keystore, password)
            opened.publicKeyIdentifier()
            if (close) opened.close()
        }
        for ((name, work) in listOf<Pair<String, (Int, Boolean) -> Unit>>("flows" to ::flows, "keystores" to ::keystores)) {
            val count = if (name == "flows") 20_000 else 2_000
            // Forgotten ones in equal portions: what malloc keeps is what was alive at once.
            fun round(portions: Int) = repeat(portions) {
                work(250, true)
                work(250, false)
                settle()
            }
            round(count / 1_000)
            val before = resident()
            round(count / 1_000)
            println("$name $count $before ${resident()} ${liveObjects()}")
        }
    }
}

/** Holds a keystore, a flow and a job with a password that is written nowhere; closes them when told. */
internal object Keeper {
    /** Never a text: its UTF-8 form is only where the library put it. */
    fun password(): CharArray = CharArray(24) { i -> "Kz7-".first() + (i * 7 % 13) }.also { it[5] = '-'; it[9] = '7' }

    @JvmStatic
    fun main(arguments: Array<String>) {
        val password = password()
        val bytes = File(arguments[0]).readBytes()
        val keystore = EhcertKeystore.open(bytes, password)
        val flow = EhcertFlow.keystoreStatus(bytes, password, PlatformInput("acceptance"))
        flow.step()
        val job = EhcertJob.start(Operation.Status(With(arguments[1]), arguments[0]), password)
        job.run(object : JobAttendant {})
        check(keystore.changePassword(password, "ehealth").isNotEmpty())
        // Calls that are refused leave nothing behind either.
        try {
            keystore.changePassword(password, "\uD83D")
        } catch (e: EhcertException) {
            check(e.code == Codes.INVALID_ARGUMENT)
        }
        try {
            EhcertKeystore.open(bytes.copyOf(bytes.size - 1), password)
            error("opened")
        } catch (e: EhcertException) {
            check(checkPassword(password, password).ok)
        }
        password.fill('0')
        println("open")
        System.`in`.read()
        keystore.close()
        flow.close()
        job.close()
        println("closed")
        System.`in`.read()
    }
}

class LeakTest {
    private val issued = Issued.shared

    /** The keystore as the JDK writes it, with a light key derivation: here it is opened thousands of times. */
    private val light = ByteArrayOutputStream().let { out ->
        val java = EhcertKeystore.open(issued.keystore, issued.password).use { it.toJavaKeyStore(issued.password) }
        val counts = listOf("mac", "certPbe", "keyPbe").map { "keystore.pkcs12.${it}IterationCount" }
        counts.forEach { System.setProperty(it, "16") }
        java.store(out, issued.password)
        counts.forEach { System.clearProperty(it) }
        out.toByteArray()
    }

    private fun file(bytes: ByteArray): File = File.createTempFile("ehcert", ".p12").also { it.deleteOnExit(); it.writeBytes(bytes) }

    @Test
    fun memoryStaysFlatAndForgottenHandlesAreFreed() {
        Child("be.ehcert.Many", file(light).path).use { child ->
            repeat(2) {
                val (name, count, before, after, live) = child.line().split(' ')
                println("$name: $count opened, half of them never closed; resident $before kB, then $after kB; alive: $live")
                assertEquals("0", live)
                // A leak of 1 kB each would be 10 MB of flows; a keystore is larger.
                assertTrue(after.toLong() - before.toLong() < 6_000, "$name: $before kB, then $after kB")
            }
        }
    }

    /** How often the memory of a process holds these octets. */
    private fun found(pid: Long, wanted: ByteArray): Int {
        var count = 0
        RandomAccessFile("/proc/$pid/mem", "r").use { memory ->
            for (line in File("/proc/$pid/maps").readLines()) {
                val (range, access) = line.split(' ')
                if (!access.startsWith("rw") || line.endsWith("[vvar]")) continue
                val (from, to) = range.split('-').map { it.toLong(16) }
                if (from < 0 || to < 0) continue
                var at = from
                val block = ByteArray(1 shl 20)
                while (at < to) {
                    val read = try {
                        memory.seek(at)
                        memory.read(block, 0, minOf(block.size.toLong(), to - at).toInt())
                    } catch (e: java.io.IOException) {
                        break
                    }
                    if (read <= 0) break
                    outer@ for (i in 0..read - wanted.size) {
                        for (k in wanted.indices) if (block[i + k] != wanted[k]) continue@outer
                        count++
                    }
                    at += maxOf(read - wanted.size, 1)
                    if (read < block.size && at + wanted.size >= to) break
                }
            }
        }
        return count
    }

    @Test
    fun afterCloseNoPasswordIsLeftInMemory() {
        val bytes = EhcertKeystore.open(issued.keystore, issued.password).use { it.changePassword(Keeper.password(), "ehealth") }
        // As text, and as the derivation of keys in a keystore has it.
        val wanted = String(Keeper.password()).let { listOf(it.toByteArray(), it.toByteArray(Charsets.UTF_16BE)) }
        Child("be.ehcert.Keeper", file(bytes).path, Sandbox.shared.url).use { child ->
            assertEquals("open", child.line())
            val pid = Regex("pid=(\\d+)").find(child.process.toString())!!.groupValues[1].toLong()
            val open = wanted.sumOf { found(pid, it) }
            assertTrue(open > 0, "the search finds what is there")
            child.go()
            assertEquals("closed", child.line())
            val closed = wanted.sumOf { found(pid, it) }
            println("the password in memory: $open times while open, $closed times after close()")
            assertEquals(0, closed)
        }
    }

    @Test
    fun sixteenThreads() {
        val pool = Executors.newFixedThreadPool(16)
        val keystore = EhcertKeystore.open(issued.keystore, issued.password)
        val works = (1..16).map {
            Callable {
                (1..20).map {
                    check(checkIdentifier("NIHII-GUARD_POST", "67999077").value == "67999077")
                    val own = EhcertKeystore.open(light, issued.password).use { it.publicKeyIdentifier() }
                    own to keystore.status().dn
                }.toSet()
            }
        }
        val all = pool.invokeAll(works).flatMap { it.get() }.toSet()
        pool.shutdown()
        assertEquals(setOf(keystore.publicKeyIdentifier() to issued.dn), all)
        keystore.close()
    }
}
