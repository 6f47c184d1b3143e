package be.ehcert

import java.io.File

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

    @JvmStatic
    fun main(arguments: Array<String>) {
        val asked = numbers(5_000)
        repeat(4) { asked.forEach { checkIdentifier("CBE", it) } }
        val check = (1..9).minOf { micros { asked.forEach { checkIdentifier("CBE", it) } } / asked.size }
        println("identifier check: %.2f us (wanted: at most 20)".format(check))

        val issued = Issued.shared
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
