package dev.steward.domain.knowledge;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a text means to a model, as numbers of single precision. Immutable. */
public final class MemoryVector {

    private final float[] numbers;
    private final double length;

    private MemoryVector(float[] numbers) {
        this.numbers = numbers;
        double sum = 0;
        for (float number : numbers) {
            sum += (double) number * number;
        }
        this.length = Math.sqrt(sum);
    }

    /** @throws IllegalArgumentException without numbers, or when one is not finite */
    public static MemoryVector of(List<? extends Number> numbers) {
        float[] copy = new float[numbers.size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = numbers.get(i).floatValue();
            if (!Float.isFinite(copy[i])) {
                throw new IllegalArgumentException("A number of the vector is not finite");
            }
        }
        if (copy.length == 0) {
            throw new IllegalArgumentException("The vector has no numbers");
        }
        return new MemoryVector(copy);
    }

    /** The vector that {@link #text} wrote. */
    public static MemoryVector parse(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        float[] numbers = new float[bytes.length / 4];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.intBitsToFloat((bytes[4 * i] & 0xff) << 24 | (bytes[4 * i + 1] & 0xff) << 16 | (bytes[4 * i + 2] & 0xff) << 8 | bytes[4 * i + 3] & 0xff);
        }
        return new MemoryVector(numbers);
    }

    /** Its numbers as float32, big endian, in Base64. */
    public String text() {
        byte[] bytes = new byte[numbers.length * 4];
        for (int i = 0; i < numbers.length; i++) {
            int bits = Float.floatToIntBits(numbers[i]);
            bytes[4 * i] = (byte) (bits >>> 24);
            bytes[4 * i + 1] = (byte) (bits >>> 16);
            bytes[4 * i + 2] = (byte) (bits >>> 8);
            bytes[4 * i + 3] = (byte) bits;
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    public int dimension() {
        return numbers.length;
    }

    /** From -1, the opposite, to 1, the same direction; 0 where either is zero, or they have different dimensions. */
    public double cosine(MemoryVector other) {
        if (length == 0 || other.length == 0 || numbers.length != other.numbers.length) {
            return 0;
        }
        double product = 0;
        for (int i = 0; i < numbers.length; i++) {
            product += (double) numbers[i] * other.numbers[i];
        }
        return product / (length * other.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemoryVector vector && Arrays.equals(numbers, vector.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return "a vector of " + numbers.length;
    }
}
