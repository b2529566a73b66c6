// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@NullUnmarked
class FileTroubleTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("users.csv"), "users.csv is not there"),
                Arguments.of(new AccessDeniedException("users.csv"), "users.csv is closed to this process"),
                Arguments.of(
                        new FileSystemException("p.json", null, "Read-only file system"),
                        "p.json: Read-only file system"),
                Arguments.of(new IOException("No space left on device"), "No space left on device"),
                Arguments.of(new IOException(), "java.io.IOException"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhatAFileMetWithoutTheNameOfAClass(IOException failure, String words) {
        assertThat(FileTrouble.words(failure)).isEqualTo(words);
    }
}
