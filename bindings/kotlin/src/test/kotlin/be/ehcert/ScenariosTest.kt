package be.ehcert

import com.google.gson.Gson
import com.google.gson.GsonBuilder
import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive
import com.google.gson.JsonSerializer
import java.io.File
import java.io.IOException
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** No whole answer came. */
private class Lost : Exception()

private val gson: Gson = GsonBuilder()
    // Octets differ from run to run.
    .registerTypeAdapter(ByteArray::class.java, JsonSerializer<ByteArray> { _, _, _ -> JsonNull.INSTANCE })
    .create()

private fun json(vararg members: Pair<String, JsonElement>) = JsonObject().apply { members.forEach { add(it.first, it.second) } }
private fun json(name: String, value: Any?) = json(name to gson.toJsonTree(value))
private fun JsonObject.text(name: String): String? = get(name)?.takeUnless { it.isJsonNull }?.asString
private fun JsonObject.flag(name: String): Boolean = get(name)?.asBoolean ?: false

/** The Kotlin player of `tests/scenarios`: see the README there. */
private class Play(private val sandbox: Sandbox, private val scenario: JsonObject) {
    private var clock = 0L
    private var stored: ByteArray? = null
    private val lines = ArrayList<JsonObject>()
    private val holder: CardHolderView

    init {
        sandbox.control("""{"do":"clear_rules"}""")
        sandbox.control("""{"do":"clock","offset":0}""")
        holder = read()
    }

    private fun now() = System.currentTimeMillis() / 1000 + clock
    private fun read() = CardFlow.read().use { it.run(sandbox.reader()); it.holder()!! }
    private fun error(error: EhcertException) {
        lines += json("error", error.problem)
    }

    fun run(): List<JsonObject> {
        for (told in scenario.getAsJsonArray("flows").map { it.asJsonObject }) {
            lines += json("flow", told.text("flow"))
            try {
                if (told.text("flow") == "card") {
                    val read = read()
                    lines += json("outcome", mapOf("nationalNumber" to read.nationalNumber, "surname" to read.surname, "givenNames" to read.givenNames))
                } else {
                    flow(told)
                }
            } catch (e: EhcertException) {
                error(e)
            }
        }
        stored?.let { keystore ->
            try {
                lines += json("keystore", EhcertKeystore.open(keystore, password(scenario)).use { it.status(now()) })
            } catch (e: EhcertException) {
                error(e)
            }
        }
        return lines
    }

    private fun password(told: JsonObject) = (told.text("password") ?: scenario.text("password")!!).toCharArray()

    private fun make(told: JsonObject, pending: Boolean = false): EhcertFlow {
        val platform = sandbox.platform
        val signer = SignerInput(holder.authenticationChain, holder.signatureChain, listOf(holder.authenticationChain.last()))
        val password = password(told)
        return when (val kind = told.text("flow")) {
            "preflight" -> EhcertFlow.preflight(signer, platform, now())
            "enrolment" -> EhcertFlow.enrolment(
                signer, requestOf(told.getAsJsonObject("request") ?: scenario.getAsJsonObject("request")), password, "ehealth",
                stored.takeIf { pending || told.flag("pending") }, stored.takeIf { told.flag("renews") }, null, platform, now(),
            )
            "completion" -> EhcertFlow.completion(
                stored!!, password, "ehealth", told.text("expected"), told.get("patience").asLong, platform,
            )
            "keystoreStatus" -> EhcertFlow.keystoreStatus(stored!!, password, platform)
            "selfTest" -> EhcertFlow.selfTest(stored!!, password, platform)
            "activation" -> EhcertFlow.activation(stored!!, password, platform)
            "applicationIds" -> EhcertFlow.applicationIds(told.text("identifierType")!!, told.text("identifier")!!, platform)
            "revocation" -> EhcertFlow.revocation(signer, publicKeyIdentifier(), told.text("reason")!!, platform, now())
            "foreignRequest" -> EhcertFlow.foreignRequest(
                told.text("bis")!!, told.text("firstNames")!!, told.text("name")!!,
                gson.fromJson(told.get("contact"), ContactInput::class.java), password, "p-384", "ehealth", platform,
            )
            else -> error("$kind")
        }
    }

    private fun publicKeyIdentifier() = EhcertKeystore.open(stored!!, password(scenario)).use { it.publicKeyIdentifier() }

    private fun shown(step: FlowStep): JsonObject {
        val kind = step.javaClass.simpleName.replaceFirstChar { it.lowercase() }
        return json(*(listOf("kind" to JsonPrimitive(kind)) + gson.toJsonTree(step).asJsonObject.entrySet().map { it.key to it.value }).toTypedArray())
    }

    private fun flow(told: JsonObject) {
        var flow = make(told)
        val script = told.getAsJsonArray("script")?.map { it.asJsonObject }.orEmpty().toMutableList()
        var step = flow.step(now())
        var failures = 0
        while (true) {
            lines += shown(step)
            if (step is FlowStep.Done) {
                lines += json("outcome" to outcome(told.text("flow")!!, flow))
                assertTrue(script.isEmpty(), "$script")
                return flow.close()
            }
            val entry = script.firstOrNull { it.text("at") == step.name }?.also { script.remove(it) } ?: JsonObject()
            for (command in entry.getAsJsonArray("control") ?: JsonArray()) {
                val text = command.toString()
                sandbox.control(if ("{publicKeyIdentifier}" in text) text.replace("{publicKeyIdentifier}", publicKeyIdentifier()) else text)
            }
            entry.get("clock")?.let { clock = it.asLong }
            val act = entry.text("act")
            if (act == "stop") return flow.close()
            var following: FlowStep? = null
            try {
                if (act == "restart") {
                    lines += json("restart", true)
                    flow.close()
                    flow = make(told, stored != null)
                } else {
                    following = answer(flow, step, act, entry)
                    failures = 0
                }
            } catch (e: Lost) {
                lines += json("lost", true)
            } catch (e: EhcertException) {
                // The fourth without an answer taken in between ends the flow.
                if (++failures == 4) throw e
                error(e)
            }
            step = following ?: flow.step(now())
        }
    }

    private fun answer(flow: EhcertFlow, step: FlowStep, act: String?, entry: JsonObject): FlowStep {
        if (act == "not-asked") return flow.answerWaited(now())
        return when (step) {
            is FlowStep.Sign -> {
                val signature = sign(step, act)
                if (act == "wrong-signature") signature[signature.size - 1] = (signature.last().toInt() xor 1).toByte()
                flow.answerSignature(if (act == "no-signature") ByteArray(0) else signature, now())
            }
            is FlowStep.ShowContract -> flow.answerContract(act != "decline", now())
            is FlowStep.GenerateKey -> if (act == "wrong-key") flow.answerKey(byteArrayOf(0x30, 0), now()) else flow.generateKey(now())
            is FlowStep.Http -> {
                val answer = if (act == "http") {
                    val http = entry.getAsJsonObject("http")
                    val body = http.text("body")!!.repeat(http.get("times")?.asInt ?: 1).toByteArray()
                    HttpAnswer(http.get("status").asInt, http.text("contentType")!!, body)
                } else {
                    val sent = try {
                        UrlTransport().send(step)
                    } catch (e: IOException) {
                        throw Lost()
                    }
                    if (act == "lost") throw Lost() else sent
                }
                flow.answerHttp(answer.status, answer.contentType, answer.body, now())
            }
            is FlowStep.Store -> {
                val kept = when (act) {
                    "stored-other" -> step.keystore.copyOf().also { it[it.size - 1] = (it.last().toInt() xor 1).toByte() }
                    "stored-half" -> step.keystore.copyOf(step.keystore.size / 2)
                    "stored-nothing" -> ByteArray(0)
                    else -> step.keystore
                }
                flow.answerStored(kept, now()).also { stored = step.keystore }
            }
            is FlowStep.Wait -> {
                sandbox.control("""{"do":"advance","seconds":${step.seconds}}""")
                clock += step.seconds
                flow.answerWaited(now())
            }
            is FlowStep.Done -> error("over")
        }
    }

    private fun sign(step: FlowStep.Sign, act: String?): ByteArray {
        val chain = if (step.key == "signature") holder.signatureChain else holder.authenticationChain
        val reader = sandbox.reader()
        return CardFlow.sign(step.key, step.hash, step.digest, chain[0], now()).use { flow ->
            flow.run(if (act == "no-card") CardReader { ByteArray(0) } else reader) { _, _ ->
                when (act) {
                    "wrong-pin" -> "0000".toCharArray()
                    "no-pin" -> null
                    else -> "1234".toCharArray()
                }
            }
            flow.signature()!!
        }
    }

    private fun outcome(kind: String, flow: EhcertFlow): JsonElement = gson.toJsonTree(
        when (kind) {
            "preflight" -> flow.preflightOutcome()
            "enrolment" -> flow.enrolmentOutcome()
            "completion" -> flow.completionOutcome()
            "foreignRequest" -> flow.foreignOutcome()
            "keystoreStatus" -> mapOf("certificates" to flow.statusOutcome())
            "applicationIds" -> mapOf("applicationIds" to flow.applicationIdsOutcome())
            "selfTest" -> mapOf("etkSerial" to flow.selfTestOutcome())
            else -> emptyMap<String, String>()
        },
    )
}

private fun requestOf(told: JsonObject) = RequestInput(
    told.text("holder")!!, told.text("identifierType")!!, told.text("identifier")!!, told.text("name")!!, told.text("firstNames")!!,
    told.text("applicationId"), told.getAsJsonArray("baseServices").map { it.asString },
    gson.fromJson(told.get("contact"), ContactInput::class.java), told.text("key")!!,
)

class ScenariosTest {
    private val folder = File(System.getenv("EHCERT_SCENARIOS") ?: "../../tests/scenarios")

    /** `check.py` is the judge of every player. */
    private fun compare(url: String, file: File, lines: List<JsonObject>) {
        val trace = File.createTempFile("trace", ".json").also { it.deleteOnExit() }
        trace.writeText(lines.joinToString("\n") { it.toString() } + "\n")
        val judge = ProcessBuilder("python3", File(folder, "check.py").path, url, file.path, trace.path).redirectErrorStream(true).start()
        val said = judge.inputStream.bufferedReader().readText()
        assertEquals(0, judge.waitFor(), "${file.name}\n$said")
        trace.delete()
    }

    @Test
    fun flows() {
        val files = folder.listFiles { file -> file.name.startsWith("flow-") }!!.sortedBy { it.name }
        assertTrue(files.size > 25, "$files")
        val wanted = System.getenv("EHCERT_SCENARIO").orEmpty()
        Sandbox("ec").use { sandbox ->
            for (file in files.filter { wanted in it.name }) {
                compare(sandbox.url, file, Play(sandbox, JsonParser.parseString(file.readText()).asJsonObject).run())
            }
        }
        println("scenarios: ${files.size} lives of a certificate, equal in every field")
    }

    @Test
    fun fields() {
        val file = File(folder, "fields.json")
        val told = JsonParser.parseString(file.readText()).asJsonObject
        val language = told.text("language")!!
        val lines = told.getAsJsonArray("cases").map { it.asJsonObject }.map { case ->
            val arguments = case.getAsJsonArray("arguments").toList()
            fun text(index: Int) = arguments[index].asString
            val call = case.text("call")!!
            try {
                val result: Any? = when (call) {
                    "checkIdentifier" -> checkIdentifier(text(0), text(1))
                    "checkEmail" -> checkEmail(text(0))
                    "checkPhone" -> checkPhone(text(0))
                    "checkApplicationId" -> checkApplicationId(text(0))
                    "checkPassword" -> checkPassword(
                        text(0).toCharArray(), arguments[1].takeUnless { it.isJsonNull }?.asString?.toCharArray(),
                    )
                    "foldName" -> foldName(text(0))
                    "reviewRequest" -> reviewRequest(requestOf(arguments[0].asJsonObject))
                    "keystoreFileName" -> arguments.drop(1).map { it.asInt }.let { keystoreFileName(text(0), it[0], it[1], it[2], it[3], it[4], it[5]) }
                    "fieldLabel" -> fieldLabel(text(0), language)
                    "stepLabel" -> stepLabel(text(0), language)
                    else -> error(call)
                }
                json("call" to JsonPrimitive(call), "result" to gson.toJsonTree(result))
            } catch (e: EhcertException) {
                val (message, advice) = e.text(language)
                json(
                    "call" to JsonPrimitive(call), "error" to gson.toJsonTree(e.problem), "message" to JsonPrimitive(message),
                    "advice" to JsonPrimitive(advice),
                )
            }
        }
        assertTrue(lines.size > 100, "${lines.size}")
        compare("-", file, lines)
        println("scenarios: ${lines.size} fields, equal")
    }
}
