package dev.hone.core.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ErrorLinesTest {

    private static String frames(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\tat com.example.Service.step" + i + "(Service.java:" + i + ")\n")
                .collect(Collectors.joining());
    }

    @Test
    void anUncaughtExceptionIsNamedInsteadOfTheEndOfItsStack() {
        String text =
                "starting\nException in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n" + frames(30);

        assertThat(ErrorLines.said(text))
                .isEqualTo(
                        "; standard error says: Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void theRootCauseIsNamedToo() {
        String text = "Exception in thread \"main\" java.lang.IllegalStateException: no start\nsecond line of it\n"
                + frames(9)
                + "Caused by: java.io.IOException: reading\n" + frames(3)
                + "\t... 7 more\nCaused by: java.net.ConnectException: refused\n" + frames(3) + "\t... 9 more\n";

        assertThat(ErrorLines.said(text))
                .isEqualTo(
                        "; standard error says: Exception in thread \"main\" java.lang.IllegalStateException: no start\n"
                                + "second line of it\nCaused by: java.net.ConnectException: refused");
    }

    @Test
    void aCaughtAndPrintedExceptionIsNamedByItsCause() {
        String text =
                "java.lang.RuntimeException: wrapped\n" + frames(20) + "Caused by: java.io.EOFException\n" + frames(20);

        assertThat(ErrorLines.said(text)).isEqualTo("; standard error says: Caused by: java.io.EOFException");
    }

    @Test
    void aPrintedExceptionWithoutCauseIsFoundAboveItsStack() {
        assertThat(ErrorLines.said("loading\njava.lang.RuntimeException: bad input\n" + frames(20)))
                .contains("java.lang.RuntimeException: bad input")
                .doesNotContain("Service.java");
    }

    @Test
    void aJvmThatDoesNotStartSaysWhyFirst() {
        assertThat(ErrorLines.said("Unrecognized VM option 'NoSuchFlag'\n"
                        + "Error: Could not create the Java Virtual Machine.\n"
                        + "Error: A fatal exception has occurred. Program will exit.\n"))
                .isEqualTo("; standard error says: Unrecognized VM option 'NoSuchFlag'");
        assertThat(ErrorLines.said("Error occurred during initialization of VM\nToo small maximum heap\n"))
                .isEqualTo("; standard error ends with: Too small maximum heap");
        assertThat(ErrorLines.said("Error occurred during initialization of VM\n"))
                .isEqualTo("; standard error ends with: Error occurred during initialization of VM");
    }

    @Test
    void theLastTracebackEndsInTheException() {
        String text =
                "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    f()\nKeyError: 'x'\n\n"
                        + "During handling of the above exception, another exception occurred:\n\n"
                        + "Traceback (most recent call last):\n  File \"a.py\", line 5, in <module>\n    g()\n    ~^^\n"
                        + "ValueError: no number\ncleaning up\n";

        assertThat(ErrorLines.said(text)).isEqualTo("; standard error says: ValueError: no number");
    }

    @Test
    void panicsAreNamed() {
        String go = "panic: index out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/a.go:3\nexit status 2\n";
        String rust = "thread 'main' panicked at src/main.rs:2:5:\nno such file\nstack backtrace:\n   0: 0x55 - x\n";

        assertThat(ErrorLines.said(go)).isEqualTo("; standard error says: panic: index out of range");
        assertThat(ErrorLines.said(rust))
                .isEqualTo("; standard error says: thread 'main' panicked at src/main.rs:2:5:\nno such file");
    }

    @Test
    void anErrorAmongManyLinesIsFound() {
        String text = "line\n".repeat(50) + "app: error: cannot open 'data'\n  while reading it\n" + "bye\n".repeat(10);

        assertThat(ErrorLines.said(text))
                .isEqualTo("; standard error says: app: error: cannot open 'data'\nwhile reading it\nbye\nbye\nbye");
    }

    @Test
    void otherwiseTheLastLinesAreGiven() {
        assertThat(ErrorLines.said("1\n2\n\n3\n4\n5\n6\n")).isEqualTo("; standard error ends with: 2\n3\n4\n5\n6");
        assertThat(ErrorLines.said("\n  \n")).isEmpty();
        assertThat(ErrorLines.said("\tat a.B.c(B.java:1)\n"))
                .isEqualTo("; standard error ends with: at a.B.c(B.java:1)");
    }

    @Property(tries = 300)
    void isBoundedWhateverAProgramPrints(@ForAll String noise, @ForAll boolean error) {
        String text = (noise + "\n" + (error ? "Exception in thread \"x\" " + noise.repeat(40) + "\n" : "")).repeat(5);

        String said = ErrorLines.said(text);

        assertThat(said.lines().count()).isLessThanOrEqualTo(ErrorLines.LINES);
        assertThat(said.length()).isLessThanOrEqualTo(40 + ErrorLines.LINES * (ErrorLines.CHARACTERS + 1));
    }
}
