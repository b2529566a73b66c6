// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * People in a CSV file, with their source groups in a column, in one file for each group, or both. It keeps nothing
 * between two reads, so each read sees the present files; a read goes over the users file twice and never holds it in
 * memory.
 *
 * <p>It reads UTF-8 with or without a byte order mark, fields by RFC 4180 delimited by comma, semicolon or tab (the one
 * that the header has most of), and any line end. A row that cannot be read becomes a {@link RejectedRow}, and the
 * others are still read:
 *
 * <ul>
 *   <li>Two rows with one id or one user name, in any case, are both rejected, because one of them is wrong and it is
 *       unknown which.
 *   <li>A rejected row without a readable id makes the read incomplete, because it may be any person.
 *   <li>A member that cannot be read makes the read incomplete, because any person may be in the group. This includes a
 *       member that is itself a group: groups inside groups are not resolved here. A member with an id that no user has
 *       is only rejected; devices and applications are skipped.
 *   <li>A file without rows, or a file that changed while it was read, makes the read incomplete.
 * </ul>
 */
public final class CsvSource implements IdentitySource {
    private static final String EXTENSION = ".csv";

    private final String name;
    private final Path users;
    private final ColumnMapping mapping;
    private final List<MemberFiles.MemberFile> members;

    private CsvSource(Builder builder) {
        name = builder.name;
        users = builder.users;
        mapping = builder.mapping;
        members = List.copyOf(builder.members);
    }

    /** Returns a builder for a users file; the mapping is {@link ColumnMapping#entra()} unless another one is set. */
    public static Builder of(Path users) {
        return new Builder(users);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Completeness read(Consumer<IdentityPage> pages) {
        return open().read(pages);
    }

    /**
     * Reads one person now, by identity id or by user name in upper or lower case. It reads all files again, because
     * another row may claim the same person.
     *
     * @return empty if no row belongs to the person, and id and user name of every row could be read
     * @throws IdentitySourceException if a file cannot be read, the person's row was rejected, or the read may be wrong
     *     or incomplete
     */
    @Override
    public Optional<Identity> find(String idOrUserName) {
        return open().find(name, idOrUserName);
    }

    private TwoPassRead open() {
        return new TwoPassRead(new CsvRows(users, mapping), new MemberFiles(members, mapping));
    }

    /** Collects the files and settings of a source. Not safe for use by several threads. */
    public static final class Builder {
        private final Path users;
        private String name;
        private ColumnMapping mapping = ColumnMapping.entra();
        private final List<MemberFiles.MemberFile> members = new ArrayList<>();

        private Builder(Path users) {
            this.users = users;
            this.name = FileStamp.name(users);
        }

        /** Sets the name for messages and records. Default: the name of the users file. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** Sets the meaning of the columns. Default: {@link ColumnMapping#entra()}. */
        public Builder mapping(ColumnMapping value) {
            mapping = value;
            return this;
        }

        /**
         * Adds the file of the members of one source group, as the Entra admin centre offers it under <em>Download
         * members</em>. People are found by the column of the id, or else by that of the user name.
         */
        public Builder members(String sourceGroup, Path file) {
            members.add(new MemberFiles.MemberFile(sourceGroup, file));
            return this;
        }

        /**
         * Adds every {@code .csv} file of a directory, as it is now, as the members of the group that the file is named
         * after.
         *
         * @throws IdentitySourceException if the directory cannot be read
         */
        public Builder membersIn(Path directory) {
            TreeMap<String, Path> files = new TreeMap<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*" + EXTENSION)) {
                entries.forEach(file -> files.put(FileStamp.name(file), file));
            } catch (IOException e) {
                throw TwoPassRead.unreadable(directory, e);
            }
            files.forEach((file, path) -> members(file.substring(0, file.length() - EXTENSION.length()), path));
            return this;
        }

        /** Returns the source. It opens no file before the first read. */
        public CsvSource build() {
            return new CsvSource(this);
        }
    }
}
