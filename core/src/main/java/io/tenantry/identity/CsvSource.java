// SPDX-License-Identifier: Apache-2.0
package io.tenantry.identity;

import io.tenantry.internal.Fold;
import io.tenantry.proof.Completeness;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 *   <li>Equal rows are one person, and make the read incomplete, because the second may stand in the place of another.
 *   <li>Two different rows with one id or one user name, in any case, are both rejected, because one of them is wrong
 *       and it is unknown which.
 *   <li>A rejected row without a readable id makes the read incomplete, because it may be any person.
 *   <li>A member that cannot be read makes the read incomplete, because any person may be in the group. This includes a
 *       member that is itself a group: groups inside groups are not resolved here. A member with an id that no user has
 *       is only rejected; devices and applications are skipped.
 *   <li>A file without rows, or a file that changed while it was read, makes the read incomplete.
 * </ul>
 */
public final class CsvSource implements IdentitySource {
    private static final Logger LOG = LoggerFactory.getLogger(CsvSource.class);
    private static final String EXTENSION = ".csv";

    private final String name;

    /** Opens the files again for each read; nothing is kept between two. */
    private final Supplier<TwoPassRead> files;

    private CsvSource(Builder builder) {
        Path users = builder.users;
        ColumnMapping mapping = builder.mapping;
        List<MemberFiles.MemberFile> members = List.copyOf(builder.members);
        OptionalLong expected = builder.expected;
        boolean trailer = builder.trailer;
        Set<String> empty = new TreeSet<>(builder.empty);
        empty.addAll(mapping.emptyGroups);
        name = builder.name;
        files = () -> new TwoPassRead(
                new CsvRows(users, mapping), new MemberFiles(members, empty, mapping), expected, trailer);
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
        return files.get().read(pages);
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
        return files.get().find(name, idOrUserName);
    }

    /** Collects the files and settings of a source. Not safe for use by several threads. */
    public static final class Builder {
        private final Path users;
        private String name;
        private ColumnMapping mapping = ColumnMapping.entra();
        private final List<MemberFiles.MemberFile> members = new ArrayList<>();
        private final Set<String> empty = new TreeSet<>();
        private OptionalLong expected = OptionalLong.empty();
        private boolean trailer;

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
         * Sets how many people the users file must have, blank lines and the header not counted. With another number the
         * read is incomplete, and nobody is removed for being absent. Default: none; then a file that lost whole lines
         * looks like one whose people left.
         */
        public Builder expectRows(long rows) {
            expected = OptionalLong.of(rows);
            return this;
        }

        /**
         * Says that the last line of the users file says how many people it has: {@code #rows,1200} behind the last of 1200
         * people. Without such a line, or with another number of people, the read is incomplete, and nobody is removed for
         * being absent. Default: a file may do without it, but where it is there, it must be right; so in files of members.
         */
        public Builder expectTrailer() {
            trailer = true;
            return this;
        }

        /** Says that nobody is in these source groups. An empty file cannot say that, because it may be a failed export. */
        public Builder empty(String... sourceGroups) {
            empty.addAll(List.of(sourceGroups));
            return this;
        }

        /**
         * Adds every {@code .csv} file of a directory, as it is now, as the members of the group that the file is named
         * after; the case of the ending does not count. Other files are skipped with a warning in the log, and so are
         * those that systems and spreadsheets leave beside them, such as {@code ._A.csv} and {@code ~$A.csv}. A source
         * group without a file is unknown: nobody gains or loses anything by it.
         *
         * @throws IdentitySourceException if the directory cannot be read, or two of its files are named after one group
         */
        public Builder membersIn(Path directory) {
            Map<String, Path> groups = new TreeMap<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Files::isRegularFile)) {
                for (Path file : entries) {
                    group(FileStamp.name(file)).ifPresent(group -> add(group, file, groups));
                }
            } catch (IOException e) {
                throw TwoPassRead.unreadable(directory, e);
            }
            groups.forEach(this::members);
            return this;
        }

        private static void add(String group, Path file, Map<String, Path> groups) {
            Path other = groups.putIfAbsent(group, file);
            if (other != null) {
                throw new IdentitySourceException(
                        FileStamp.name(other) + " and " + FileStamp.name(file)
                                + " are named after one source group; remove the wrong one",
                        null);
            }
        }

        private static Optional<String> group(String file) {
            int end = file.length() - EXTENSION.length();
            boolean read =
                    end > 0 && Fold.of(file).endsWith(EXTENSION) && !file.startsWith(".") && !file.startsWith("~$");
            if (!read) {
                LOG.warn("skipped {}: it is no list of members", file);
            }
            return read ? Optional.of(file.substring(0, end)) : Optional.empty();
        }

        /** Returns the source. It opens no file before the first read. */
        public CsvSource build() {
            return new CsvSource(this);
        }
    }
}
