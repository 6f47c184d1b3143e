package be.ehcert

import java.nio.ByteBuffer
import java.nio.CharBuffer
import java.nio.charset.CodingErrorAction

// Numbers without sign as the next larger one with sign, which Java can say as well.

internal object FfiConverterUByte : FfiConverter<Int, Byte> {
    override fun lift(value: Byte): Int = value.toInt() and 0xFF
    fun lift(value: Int): Int = value and 0xFF
    override fun lower(value: Int): Byte = within(value.toLong(), 0xFF).toByte()
    override fun read(buf: ByteBuffer): Int = lift(buf.get())
    override fun allocationSize(value: Int): ULong = 1UL
    override fun write(value: Int, buf: ByteBuffer) {
        buf.put(lower(value))
    }
}

internal object FfiConverterUShort : FfiConverter<Int, Short> {
    override fun lift(value: Short): Int = value.toInt() and 0xFFFF
    override fun lower(value: Int): Short = within(value.toLong(), 0xFFFF).toShort()
    override fun read(buf: ByteBuffer): Int = lift(buf.getShort())
    override fun allocationSize(value: Int): ULong = 2UL
    override fun write(value: Int, buf: ByteBuffer) {
        buf.putShort(lower(value))
    }
}

internal object FfiConverterUInt : FfiConverter<Long, Int> {
    override fun lift(value: Int): Long = value.toLong() and 0xFFFFFFFF
    override fun lower(value: Long): Int = within(value, 0xFFFFFFFF).toInt()
    override fun read(buf: ByteBuffer): Long = lift(buf.getInt())
    override fun allocationSize(value: Long): ULong = 4UL
    override fun write(value: Long, buf: ByteBuffer) {
        buf.putInt(lower(value))
    }
}

internal object FfiConverterULong : FfiConverter<Long, Long> {
    /** What no `Long` holds is shown as the largest one. */
    override fun lift(value: Long): Long = if (value < 0) Long.MAX_VALUE else value
    override fun lower(value: Long): Long = within(value, Long.MAX_VALUE)
    override fun read(buf: ByteBuffer): Long = lift(buf.getLong())
    override fun allocationSize(value: Long): ULong = 8UL
    override fun write(value: Long, buf: ByteBuffer) {
        buf.putLong(lower(value))
    }
}

private fun within(value: Long, most: Long): Long {
    require(value in 0..most) { "out of range" }
    return value
}

/**
 * A password or PIN: encoded as UTF-8 straight into memory of the library, which wipes it. Nothing of it stays in the
 * heap of the JVM but the characters that the caller gave, which are his to wipe.
 */
internal object FfiConverterSecret : FfiConverterRustBuffer<CharArray> {
    override fun read(buf: ByteBuffer): CharArray = throw UnsupportedOperationException("secrets go one way")

    override fun allocationSize(value: CharArray): ULong = 4UL + value.size.toULong() * 3UL

    override fun write(value: CharArray, buf: ByteBuffer) {
        val start = buf.position()
        buf.putInt(0)
        val encoder = Charsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT)
        // Half of a surrogate pair is refused: replaced, it would be another password.
        encoder.encode(CharBuffer.wrap(value), buf, true).run { if (!isUnderflow) throwException() }
        buf.putInt(start, buf.position() - start - 4)
    }
}

internal object FfiConverterOptionalSecret : FfiConverterRustBuffer<CharArray?> {
    override fun read(buf: ByteBuffer): CharArray? = throw UnsupportedOperationException("secrets go one way")

    override fun allocationSize(value: CharArray?): ULong =
        1UL + (if (value == null) 0UL else FfiConverterSecret.allocationSize(value))

    override fun write(value: CharArray?, buf: ByteBuffer) {
        buf.put(if (value == null) 0 else 1)
        if (value != null) FfiConverterSecret.write(value, buf)
    }
}
