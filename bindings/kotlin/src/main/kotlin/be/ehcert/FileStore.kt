package be.ehcert

import java.io.IOException
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.READ
import java.nio.file.StandardOpenOption.WRITE
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFilePermissions

/** A keystore's file, written so that it survives a power cut: the old content or the new one, never half of it. */
class FileStore(
    /** The file. */
    val path: Path,
) {
    /** Writes the keystore and gives what was read back, as [Attendant.store] must. */
    @Throws(IOException::class)
    fun store(keystore: ByteArray): ByteArray {
        val new = path.resolveSibling("${path.fileName}.new")
        Files.deleteIfExists(new)
        FileChannel.open(new, setOf(CREATE_NEW, WRITE), *mine()).use { file ->
            val left = ByteBuffer.wrap(keystore)
            while (left.hasRemaining()) file.write(left)
            file.force(true)
        }
        Files.move(new, path, ATOMIC_MOVE, REPLACE_EXISTING)
        if (posix) FileChannel.open(path.toAbsolutePath().parent, READ).use { it.force(true) }
        return Files.readAllBytes(path)
    }

    private companion object {
        val posix = "posix" in FileSystems.getDefault().supportedFileAttributeViews()

        /** Nobody else reads it. */
        fun mine(): Array<FileAttribute<*>> =
            if (posix) arrayOf(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))) else arrayOf()
    }
}
