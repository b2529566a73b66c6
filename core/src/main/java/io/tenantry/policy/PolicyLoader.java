// SPDX-License-Identifier: Apache-2.0
package io.tenantry.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.tenantry.policy.Node.Spot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads policy documents. One read finds every problem: those of the text, and those that {@link PolicyLint} finds in
 * the document alone. A document with an error gives no policy.
 */
public final class PolicyLoader {
    private static final int LARGEST = 4 << 20;

    private PolicyLoader() {}

    /**
     * Returns the policy in a file, JSON if its name ends in {@code .json} and else YAML.
     *
     * @throws PolicyException if the file cannot be read or has an error; it holds all problems
     */
    public static OrganizationPolicy load(Path file) {
        return read(file).orThrow();
    }

    /**
     * Reads a file, JSON if its name ends in {@code .json} and else YAML. A file that cannot be read gives a problem,
     * not an exception.
     */
    public static PolicyReading read(Path file) {
        String origin = String.valueOf(file.getFileName());
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, PolicyFormat.of(file), origin);
        } catch (IOException e) {
            return failed(origin, ProblemCode.UNREADABLE, Spot.NONE, "the file cannot be opened: " + reason(e));
        }
    }

    /**
     * Reads a stream of UTF-8 to its end; the caller closes it.
     *
     * @param origin the document's name, for messages
     */
    public static PolicyReading read(InputStream in, PolicyFormat format, String origin) {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                return failed(origin, ProblemCode.TOO_LARGE, Spot.NONE, "the document has more than 4 MiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return read(text, format, origin);
        } catch (CharacterCodingException e) {
            return failed(origin, ProblemCode.UNREADABLE, Spot.NONE, "the document is not UTF-8");
        } catch (IOException e) {
            return failed(origin, ProblemCode.UNREADABLE, Spot.NONE, "the document cannot be read: " + reason(e));
        }
    }

    /**
     * Reads a text.
     *
     * @param origin the document's name, for messages
     */
    public static PolicyReading read(String text, PolicyFormat format, String origin) {
        Problems problems = new Problems(origin);
        Optional<Node> root = tree(text.startsWith("\uFEFF") ? text.substring(1) : text, format, problems);
        Optional<OrganizationPolicy> draft = root.flatMap(r -> new PolicyBinder(problems).policy(r));
        PolicyReading unchecked = new PolicyReading(origin, root.orElse(null), draft, List.of());
        draft.ifPresent(d -> StructureLint.check(d, unchecked, problems));
        return new PolicyReading(origin, root.orElse(null), draft, problems.sorted());
    }

    private static Optional<Node> tree(String text, PolicyFormat format, Problems problems) {
        try (JsonParser parser = tokens(text, format)) {
            return new NodeReader(parser, problems).document();
        } catch (JsonProcessingException e) {
            SyntaxFault fault = SyntaxFault.of(e);
            problems.add(ProblemCode.SYNTAX, fault.spot(), "", fault.message());
        } catch (IOException e) {
            problems.add(ProblemCode.UNREADABLE, Spot.NONE, "", reason(e));
        } catch (NoClassDefFoundError e) {
            problems.add(
                    ProblemCode.YAML_MODULE_MISSING,
                    Spot.NONE,
                    "",
                    "YAML cannot be read: Jackson's YAML module is not on the class path or module path");
        }
        return Optional.empty();
    }

    private static JsonParser tokens(String text, PolicyFormat format) throws IOException {
        return format == PolicyFormat.JSON ? new JsonFactory().createParser(text) : YamlTokens.of(text);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + Quote.plain(String.valueOf(e.getMessage()));
    }

    private static PolicyReading failed(String origin, ProblemCode code, Spot at, String message) {
        Problems problems = new Problems(origin);
        problems.add(code, at, "", message);
        return new PolicyReading(origin, null, Optional.empty(), problems.sorted());
    }
}
