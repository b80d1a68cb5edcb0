package dev.hone.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which module may use which, as the architecture has it, and what none may use. */
class ModuleWallsTest {

    private static final String ROOT = "dev.hone.";

    /** Module by package, and what it may use beside itself. A new module belongs here. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "core", Set.of(),
            "search", Set.of("core"),
            "tensor", Set.of("core"),
            "gradient", Set.of("core", "search", "tensor"),
            "server", Set.of("core"),
            "claims", Set.of("core", "search", "tensor", "gradient", "server"),
            "cli", Set.of("core", "search", "tensor", "gradient", "server", "claims"));

    /** Native code is for those who touch weights. */
    private static final Set<String> NATIVE = Set.of("tensor", "gradient", "claims");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.hone");

    @Test
    void everyModuleIsKnownAndHasClasses() {
        assertThat(CLASSES.stream().map(ModuleWallsTest::module).collect(Collectors.toSet()))
                .isEqualTo(MAY_USE.keySet());
    }

    @Test
    void modulesUseOnlyWhatStandsToTheirRight() {
        List<String> breaches = CLASSES.stream()
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .filter(ModuleWallsTest::crossesWall)
                .map(Dependency::getDescription)
                .sorted()
                .toList();

        assertThat(breaches).isEmpty();
    }

    @Test
    void onlyThoseWhoTouchWeightsUseLibtorch() {
        List<String> users = CLASSES.stream()
                .filter(c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("org.bytedeco")))
                .map(ModuleWallsTest::module)
                .distinct()
                .toList();

        assertThat(users).isSubsetOf(NATIVE).contains("tensor");
    }

    @Test
    void randomnessComesFromSeeds() {
        noClasses().should().callMethod(Math.class, "random").check(CLASSES);
        noClasses().should().callConstructor(Random.class).check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadLocalRandom.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineEndsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.hone.cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    private static boolean crossesWall(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!target.getPackageName().startsWith(ROOT)) {
            return false;
        }
        String from = module(dependency.getOriginClass());
        String to = module(target);
        return !from.equals(to) && !MAY_USE.getOrDefault(from, Set.of()).contains(to);
    }

    private static String module(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
