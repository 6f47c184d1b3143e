package be.ehcert

import java.io.File
import java.net.HttpURLConnection
import java.net.URI
import java.util.Base64

/** A platform in a box with a software card, in a process of its own. */
class Sandbox(card: String = "rsa") : AutoCloseable {
    private val dir: File = kotlin.io.path.createTempDirectory("ehcert").toFile()
    private val process: Process = ProcessBuilder(
        command, "sandbox", "run", "--json", "--listen", "127.0.0.1:0", "--dir", dir.path, "--card", card,
    ).redirectError(ProcessBuilder.Redirect.INHERIT).start()

    val url: String = Regex("\"url\":\"([^\"]+)\"").find(process.inputStream.bufferedReader().readLine())!!.groupValues[1]

    /** Roots of what the platform issues, and of its card; DER. */
    val roots: List<ByteArray> = certificates(String(get("/ca/roots.pem")))
    val eidRoots: List<ByteArray> = certificates(File(dir, "eid-roots.pem").readText())

    val platform: PlatformInput get() = PlatformInput(url, roots)

    /** PEM, for the operations of the driver. */
    val eidRootsPem: String get() = File(dir, "eid-roots.pem").readText()

    fun get(path: String): ByteArray = URI(url + path).toURL().openStream().use { it.readBytes() }

    fun post(path: String, body: ByteArray): ByteArray {
        val connection = URI(url + path).toURL().openConnection() as HttpURLConnection
        connection.requestMethod = "POST"
        connection.doOutput = true
        connection.setFixedLengthStreamingMode(body.size)
        connection.outputStream.use { it.write(body) }
        check(connection.responseCode == 200) { "$path: ${connection.responseCode}" }
        return connection.inputStream.use { it.readBytes() }
    }

    fun control(command: String): String = String(post("/control", command.toByteArray()))

    /** A reader with the card newly put in. */
    fun reader(): CardReader {
        post("/card/reset", ByteArray(0))
        return CardReader { post("/card", it) }
    }

    /** The holder of the card as a flow needs them. */
    fun signer(): SignerInput = CardFlow.read().use { flow ->
        flow.run(reader())
        val holder = flow.holder()!!
        SignerInput(holder.authenticationChain, holder.signatureChain, eidRoots)
    }

    /** A signature by the card, whose PIN is 1234. */
    fun sign(request: FlowStep.Sign): ByteArray = CardFlow.sign(request.key, request.hash, request.digest, null).use { flow ->
        flow.run(reader()) { _, _ -> charArrayOf('1', '2', '3', '4') }
        flow.signature()!!
    }

    override fun close() {
        process.destroyForcibly().waitFor()
        dir.deleteRecursively()
    }

    companion object {
        /** The command line program, built from the same sources. */
        val command: String = System.getenv("EHCERT") ?: "../../target/debug/ehcert"

        fun certificates(pem: String): List<ByteArray> =
            Regex("-----BEGIN CERTIFICATE-----([^-]+)-----END").findAll(pem)
                .map { Base64.getMimeDecoder().decode(it.groupValues[1].trim()) }.toList()

        /** One for all tests that leave it as it is. */
        val shared: Sandbox by lazy {
            Sandbox().also { Runtime.getRuntime().addShutdownHook(Thread { it.close() }) }
        }
    }
}

/** A request as [Attendant] and with the card of a sandbox; keeps what was stored. */
open class Holder(private val sandbox: Sandbox) : Attendant {
    var stored: ByteArray = ByteArray(0)
    val steps = ArrayList<String>()

    override fun sign(request: FlowStep.Sign) = sandbox.sign(request)
    override fun accept(review: ContractReview) = review.organization == "Federal Government"
    override fun store(keystore: ByteArray) = keystore.copyOf().also { stored = it }
    override fun progress(name: String, percent: Int) {
        steps += name
    }
}

/** A request of an organisation that is typed in. */
fun request(identifier: String): RequestInput = RequestInput(
    holder = "other", identifierType = "NIHII-GUARD_POST", identifier = identifier, name = "Poste fictif d'élite",
    contact = ContactInput("a@example.org", null, "0470000000", null),
)

/** A certificate from request to token, with everything that went over the wire. */
class Issued(sandbox: Sandbox, identifier: String) {
    val password: CharArray get() = "Test-Kotlin-1".toCharArray()
    val exchanges = ArrayList<Pair<FlowStep.Http, HttpAnswer>>()
    val holder = Holder(sandbox)
    val keystore: ByteArray get() = holder.stored
    val dn: String
    val completed: CompletionResult

    init {
        val transport = Transport { request -> UrlTransport().send(request).also { exchanges += request to it } }
        val signer = sandbox.signer()
        EhcertFlow.preflight(signer, sandbox.platform).use {
            it.run(holder, transport)
            check(it.preflightOutcome()!!.naturalPerson)
        }
        EhcertFlow.enrolment(signer, request(identifier), password, "ehealth", null, null, null, sandbox.platform).use {
            it.run(holder, transport)
            check(it.enrolmentOutcome()!!.automaticallyValidated)
        }
        EhcertFlow.completion(holder.stored, password, "ehealth", null, 30, sandbox.platform.copy(revocation = "hard")).use {
            it.run(holder, transport)
            completed = it.completionOutcome()!!
        }
        dn = completed.dn
    }

    companion object {
        val shared: Issued by lazy { Issued(Sandbox.shared, "67999077") }
    }
}
