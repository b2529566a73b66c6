// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.contract.SourceWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A source over one file, which is written in the source's format and lost or cut off like a file. */
record FileWorld(Path file, IdentitySource source, Function<List<Identity>, String> format) implements SourceWorld {
    @Override
    public void hold(List<Identity> people) {
        write(format.apply(people));
    }

    @Override
    public void loseTheLast() {
        try {
            String text = Files.readString(file);
            write(text.substring(0, text.lastIndexOf('\n') + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void makeUnreadable() {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
