package dev.hone.tensor.data;

import dev.hone.core.HoneException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of numbers from a file: IDX, the format of MNIST, or .npy of NumPy, either of them compressed with gzip or not. The
 * content says which it is.
 *
 * @param shape sizes along the dimensions, at least one
 * @param values in row-major order
 * @param bytes whether the file has unsigned bytes, as images do
 */
public record ArrayFile(long[] shape, double[] values, boolean bytes) {

    private static final int GZIP = 0x1f8b;
    private static final int NUMPY = 0x934e;
    private static final long MOST_VALUES = 500_000_000;
    private static final int MOST_HEADER = 65_536;
    private static final int CHUNK = 1 << 16;
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z])(\\d+)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

    /** How a number is stored. */
    private enum Form {
        U1(1, data -> data.get() & 0xff),
        I1(1, ByteBuffer::get),
        I2(2, ByteBuffer::getShort),
        I4(4, ByteBuffer::getInt),
        I8(8, ByteBuffer::getLong),
        F4(4, ByteBuffer::getFloat),
        F8(8, ByteBuffer::getDouble);

        private final int size;
        private final ToDoubleFunction<ByteBuffer> next;

        Form(int size, ToDoubleFunction<ByteBuffer> next) {
            this.size = size;
            this.next = next;
        }
    }

    /** @throws HoneException naming the file and what is wrong with it */
    public static ArrayFile read(Path file) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                DataInputStream in = new DataInputStream(new BufferedInputStream(unpacked(raw)))) {
            return new Reader(file, in).read();
        } catch (NoSuchFileException e) {
            throw new HoneException(file + ": there is no such file", e);
        } catch (EOFException | ZipException e) {
            throw new HoneException(file + " ends before all of its numbers, or is damaged", e);
        } catch (IOException e) {
            throw new HoneException(file + " cannot be read: " + e, e);
        }
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP ? new GZIPInputStream(in) : in;
    }

    private record Reader(Path file, DataInputStream in) {

        ArrayFile read() throws IOException {
            int magic = in.readUnsignedShort();
            if (magic == 0) {
                return idx();
            } else if (magic == NUMPY) {
                return npy();
            }
            throw new HoneException(file + " is neither IDX nor .npy, compressed or not");
        }

        private ArrayFile idx() throws IOException {
            int type = in.readUnsignedByte();
            Form form = switch (type) {
                case 0x08 -> Form.U1;
                case 0x09 -> Form.I1;
                case 0x0b -> Form.I2;
                case 0x0c -> Form.I4;
                case 0x0d -> Form.F4;
                case 0x0e -> Form.F8;
                default ->
                    throw new HoneException(
                            file + ": IDX type " + type + " is unknown, expected one of 8, 9, 11, 12, 13, 14");
            };
            long[] shape = new long[in.readUnsignedByte()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = Integer.toUnsignedLong(in.readInt());
            }
            return values(form, ByteOrder.BIG_ENDIAN, shape);
        }

        private ArrayFile npy() throws IOException {
            byte[] rest = in.readNBytes(4);
            require(new String(rest, StandardCharsets.US_ASCII).equals("UMPY"), "does not begin as .npy does");
            int version = in.readUnsignedByte();
            in.readUnsignedByte();
            long length = version == 1
                    ? Short.toUnsignedLong(Short.reverseBytes(in.readShort()))
                    : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
            require(length <= MOST_HEADER, "has a header of " + length + " bytes");
            String header = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
            Matcher description = DESCRIPTION.matcher(header);
            Matcher fortran = FORTRAN.matcher(header);
            Matcher sizes = SHAPE.matcher(header);
            require(
                    description.find() && fortran.find() && sizes.find(),
                    "has a header that is not understood: " + header.strip());
            require(fortran.group(1).equals("False"), "is in column order; save it with numpy.ascontiguousarray");
            long[] shape = Stream.of(sizes.group(1).split(","))
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
            ByteOrder order = description.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            return values(form(description.group(2) + description.group(3)), order, shape);
        }

        private Form form(String type) {
            return switch (type) {
                case "u1" -> Form.U1;
                case "i1", "b1" -> Form.I1;
                case "i2" -> Form.I2;
                case "i4" -> Form.I4;
                case "i8" -> Form.I8;
                case "f4" -> Form.F4;
                case "f8" -> Form.F8;
                default ->
                    throw new HoneException(
                            file + " has the type '" + type + "', expected one of u1, i1, i2, i4, i8, f4, f8");
            };
        }

        private ArrayFile values(Form form, ByteOrder order, long[] shape) throws IOException {
            require(shape.length > 0, "is a single number");
            long count = 1;
            for (long n : shape) {
                require(
                        n > 0 && n <= MOST_VALUES / count,
                        "has the shape " + Arrays.toString(shape) + ", expected from 1 to " + MOST_VALUES + " numbers");
                count *= n;
            }
            double[] values = new double[(int) count];
            int at = 0;
            while (at < values.length) {
                int now = Math.min(CHUNK, values.length - at);
                byte[] bytes = in.readNBytes(now * form.size);
                if (bytes.length < now * form.size) {
                    throw new EOFException();
                }
                ByteBuffer data = ByteBuffer.wrap(bytes).order(order);
                for (int i = 0; i < now; i++) {
                    values[at++] = form.next.applyAsDouble(data);
                }
            }
            require(in.read() < 0, "goes on after its last number");
            return new ArrayFile(shape, values, form == Form.U1);
        }

        private void require(boolean condition, String what) {
            if (!condition) {
                throw new HoneException(file + " " + what);
            }
        }
    }
}
