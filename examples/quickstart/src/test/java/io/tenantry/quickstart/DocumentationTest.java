// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every public type and member of the published modules has a comment. The compiler checks the comments that exist; its
 * own check for missing ones asks for tags that only repeat a sentence.
 */
class DocumentationTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core/src/main/java",
                "core/src/test/java/io/tenantry/contract",
                "genesys-adapter/src/main/java",
                "src-test-fixtures/src/main/java",
                "examples/command/src/main/java",
                "examples/quickstart/src/main/java"
            })
    void everyPublicMemberHasAComment(String root) throws IOException {
        List<Path> sources = sources(Path.of("..", "..").resolve(root));

        assertThat(sources).hasSizeGreaterThan(15);
        assertThat(uncommented(sources)).isEmpty();
    }

    @Test
    void findsMembersWithoutAComment() throws IOException {
        Path source = Files.writeString(directory.resolve("Planted.java"), """
                public class Planted {
                    public Planted() {}
                    /** Does. */ public void done() {}
                    public void undone() {}
                    @Override public String toString() { return ""; }
                    void ours() {}
                    public enum Kind { ONE }
                    interface Hidden { void unseen(); }
                    /** Is. */ public interface Seen { void seen(); }
                }
                """);

        assertThat(uncommented(List.of(source)))
                .extracting(s -> s.substring(s.lastIndexOf(' ') + 1))
                .containsExactly("Planted", "<init>", "undone", "Kind", "ONE", "seen");
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static List<String> uncommented(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(docs, unit, found).scan(unit, 0);
            }
        }
        return found;
    }

    private static final class Reader extends TreePathScanner<Integer, Integer> {
        private final DocTrees docs;
        private final CompilationUnitTree unit;
        private final List<String> found;

        Reader(DocTrees docs, CompilationUnitTree unit, List<String> found) {
            this.docs = docs;
            this.unit = unit;
            this.found = found;
        }

        @Override
        public Integer visitClass(ClassTree type, Integer depth) {
            if (isPublic(type.getModifiers())) {
                check(type, type.getSimpleName().toString());
                super.visitClass(type, depth);
            }
            return depth;
        }

        @Override
        public Integer visitMethod(MethodTree method, Integer depth) {
            boolean overrides = method.getModifiers().getAnnotations().stream()
                    .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
            if (isPublic(method.getModifiers()) && !overrides) {
                check(method, method.getName().toString());
            }
            return depth;
        }

        @Override
        public Integer visitVariable(VariableTree field, Integer depth) {
            if (field.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                check(field, field.getName().toString());
            }
            return depth;
        }

        // Members of an interface are public without the keyword.
        private boolean isPublic(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            boolean inInterface = getCurrentPath().getParentPath() != null
                    && getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.INTERFACE;
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || (inInterface && !flags.contains(Modifier.PRIVATE));
        }

        private void check(Tree tree, String name) {
            if (docs.getDocComment(getCurrentPath()) == null) {
                long at = docs.getSourcePositions().getStartPosition(unit, tree);
                found.add(
                        unit.getSourceFile().getName() + ":" + unit.getLineMap().getLineNumber(at) + " " + name);
            }
        }
    }
}
