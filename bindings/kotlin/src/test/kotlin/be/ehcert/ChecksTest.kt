package be.ehcert

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

class ChecksTest {
    @Test
    fun checksAndTheirReasons() {
        assertEquals("67999077", checkIdentifier("NIHII-GUARD_POST", "679.990-77").value)
        val failed = assertFailsWith<EhcertException.Identity> { checkIdentifier("CBE", "0999999032") }
        assertEquals("identifier", failed.field)
        assertFalse(failed.isRetryable)
        assertEquals(failed.problem.code, failed.code)
        assertTrue(failed.code in 1100..1199)
        assertTrue(failed.message.startsWith(failed.name + ": "))
        val texts = listOf("fr", "nl", "de", "en").map { failed.text(it).message }
        assertEquals(4, texts.toSet().size, "$texts")
        assertEquals(29, professions("nl").size)
        assertEquals("a@example.org", checkEmail(" a@example.org "))
        assertNull(checkApplicationId("  "))
    }

    @Test
    fun theTableOfCodesIsThatOfTheLibrary() {
        val constants = Codes::class.java.declaredFields.filter { it.type == Int::class.java }.map { it.getInt(null) }.toSet()
        assertEquals(errorTable("en").map { it.code }.toSet(), constants)
        assertTrue(constants.size > 100)
    }

    @Test
    fun codesAndTextsOfErrorsAreThoseOfEverySurface() {
        // The tests run in bindings/kotlin.
        val lines = File("../../include/errors.tsv").readLines().map { it.split("\t") }
        for (language in listOf("fr", "nl", "de", "en")) {
            val columns = listOf("code", "name", "actor", "retryable", "message.$language", "advice.$language")
            val places = columns.map { lines.first().indexOf(it) }
            val wanted = lines.drop(1).map { line -> places.map { line[it] } }
            val told = errorTable(language).map {
                listOf("${it.code}", it.name, it.actor, "${it.retryable}", it.message, it.advice)
            }
            assertEquals(wanted, told)
        }
    }

    @Test
    fun numbersWithoutSignKeepTheirValue() {
        assertEquals(8, identifierTypes("en").first { it.code == "NIHII-GUARD_POST" }.length)
        val shape = inspectKeystore(Issued.shared.keystore)
        assertTrue(shape.macIterations > 1000 && shape.parts.any { it.iterations > 1000 }, "$shape")
    }

    @Test
    fun aRequestIsJudgedAsAWhole() {
        assertTrue(reviewRequest(request("67999077")).ok)
        val bad = reviewRequest(request("1").copy(contact = ContactInput("a", null, "b", null)))
        assertFalse(bad.ok)
        assertTrue(bad.errors.size >= 3, "${bad.errors}")
        assertTrue(checkPassword("Test-1234".toCharArray(), "Test-1234".toCharArray()).ok)
        assertEquals(false, checkPassword("Test-1234".toCharArray(), "Test-1235".toCharArray()).confirmation)
    }

    @Test
    fun nothingOfASecretIsShown() {
        assertFalse(CardStep.Apdu(byteArrayOf(49, 50), true).toString().contains("49"))
    }
}
