package be.ehcert

import java.io.File
import java.lang.management.ManagementFactory

/** Measures the package beside the engine, in turns, so that a busy machine slows both; see `bench.sh`. */
internal object Bench {
    /** Enterprise numbers whose check digits are right. */
    private fun numbers(count: Int) = (2_000_000 until 2_000_000 + count).map { "0%07d%02d".format(it, 97 - it % 97) }

    private fun median(times: List<Double>) = times.sorted()[times.size / 2]

    private inline fun micros(work: () -> Unit): Double {
        val begin = System.nanoTime()
        work()
        return (System.nanoTime() - begin) / 1e3
    }

    private val threads = ManagementFactory.getThreadMXBean()

    /** The best of many rounds, a call: microseconds that passed, and of those on the processor; another program takes the rest. */
    private fun best(rounds: Int, calls: Int, work: () -> Unit): Pair<Double, Double> {
        val taken = (1..rounds).map {
            val begin = threads.currentThreadCpuTime
            val passed = micros(work)
            passed / calls to (threads.currentThreadCpuTime - begin) / 1e3 / calls
        }
        return taken.minOf { it.first } to taken.minOf { it.second }
    }

    @JvmStatic
    fun main(arguments: Array<String>) {
        val asked = numbers(1_000)
        repeat(20) { asked.forEach { checkIdentifier("CBE", it) } }
        val (wall, processor) = best(100, asked.size) { asked.forEach { checkIdentifier("CBE", it) } }
        println("identifier check: %.2f us, %.2f of processor (wanted: at most 20)".format(wall, processor))

        try {
            keystores(Issued.shared)
        } finally {
            Sandbox.shared.close()
        }
    }

    private fun keystores(issued: Issued) {
        val file = File.createTempFile("ehcert", ".p12").also { it.deleteOnExit(); it.writeBytes(issued.keystore) }
        val times = 60
        repeat(times) { EhcertKeystore.open(issued.keystore, issued.password).close() }
        val here = ArrayList<Double>()
        val ratios = (1..7).map {
            val engine = ProcessBuilder(System.getenv("EHCERT_OPEN"), file.path, String(issued.password), "$times").start()
                .inputStream.bufferedReader().readText().trim().toDouble()
            here += median((1..times).map { micros { EhcertKeystore.open(issued.keystore, issued.password).close() } })
            here.last() / engine
        }
        println("keystore open: %.0f us, %.3f of Rust (wanted: at most 1.10)".format(median(here), median(ratios)))
    }
}
