// SPDX-License-Identifier: Apache-2.0
package io.tenantry.command;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code provision scim} is asked to do.
 *
 * @param connection the name of the provider
 * @param asked how many refused pushes to show, if that was said
 */
record Errand(String deed, String connection, Optional<String> label, boolean json, OptionalInt asked) {
    /** The first words of the conversation; another version of the command has others. */
    private static final String VERSION = "tenantry desk 1";

    void write(DataOutput to) throws IOException {
        to.writeUTF(VERSION);
        to.writeUTF(deed);
        to.writeUTF(connection);
        to.writeUTF(label.orElse(""));
        to.writeBoolean(json);
        to.writeInt(asked.orElse(0));
    }

    static Errand read(DataInput from) throws IOException {
        if (!from.readUTF().equals(VERSION)) {
            throw new IOException("another version of the command asks");
        }
        String deed = from.readUTF();
        String connection = from.readUTF();
        Optional<String> label = Optional.of(from.readUTF()).filter(text -> !text.isEmpty());
        boolean json = from.readBoolean();
        int asked = from.readInt();
        return new Errand(deed, connection, label, json, asked == 0 ? OptionalInt.empty() : OptionalInt.of(asked));
    }
}
