package be.ehcert

/** A card in a reader: of `javax.smartcardio`, of a phone, or a virtual one. */
fun interface CardReader {
    /** Transmits a command APDU; gives everything that came back, status included. Commands may hold a PIN: never log them. */
    fun transmit(command: ByteArray): ByteArray
}

/** Asks the person for a PIN. */
fun interface PinPrompt {
    /**
     * The digits, which are wiped after use; `null` when the person gives up. [purpose] is `authentication`,
     * `signature` or `verify`, [triesLeft] how often the PIN may be wrong, where the card tells.
     */
    fun ask(purpose: String, triesLeft: Int?): CharArray?
}

/** Carries a [CardFlow] to its end. */
interface CardDriver : CardFlowInterface {
    /** Does every step with a card; the outcome is then read from the flow. */
    fun run(reader: CardReader, prompt: PinPrompt) {
        var step = start()
        while (true) {
            step = when (val due = step) {
                is CardStep.Done -> return
                is CardStep.Apdu -> answerResponse(reader.transmit(due.bytes))
                is CardStep.Wait -> {
                    Thread.sleep(due.milliseconds)
                    answerWaited()
                }
                is CardStep.AskPin -> {
                    val pin = prompt.ask(due.purpose, due.triesLeft)
                    try {
                        if (pin == null) answerCancelled() else answerPin(pin)
                    } finally {
                        pin?.fill('0')
                    }
                }
            }
        }
    }

    /** Reads a card: no PIN is asked for. */
    fun run(reader: CardReader) = run(reader) { _, _ -> null }
}
