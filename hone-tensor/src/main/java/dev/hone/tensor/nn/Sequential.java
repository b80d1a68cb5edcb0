package dev.hone.tensor.nn;

import dev.hone.core.Check;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Modules one after the other, named {@code 0}, {@code 1}, ... */
public record Sequential(List<Module> modules) implements Module {

    public Sequential {
        modules = List.copyOf(Check.notEmpty("modules", modules));
    }

    public static Sequential of(Module... modules) {
        return new Sequential(List.of(modules));
    }

    /**
     * Linear layers with an activation between them; inputs of any shape are flattened first.
     *
     * @param in elements of an input
     * @param hidden widths of the hidden layers; none for a linear model
     */
    public static Sequential mlp(long in, List<Long> hidden, long out, Activation activation) {
        List<Module> modules = new ArrayList<>(List.of(new Flatten()));
        long width = in;
        for (long next : hidden) {
            modules.add(new Linear(width, next));
            modules.add(activation);
            width = next;
        }
        modules.add(new Linear(width, out));
        return new Sequential(modules);
    }

    /**
     * A small convolutional network: for each of {@code filters} a 3x3 convolution, an activation and 2x2 max pooling, then a
     * linear layer.
     *
     * @param height of images [channels, height, width]; halved, rounded down, by every stage
     */
    public static Sequential cnn(
            long channels, long height, long width, List<Long> filters, long out, Activation activation) {
        List<Module> modules = new ArrayList<>();
        long in = channels;
        long h = height;
        long w = width;
        for (long next : Check.notEmpty("filters", filters)) {
            Check.that(
                    h >= 2 && w >= 2,
                    "filters",
                    filters.size() + " stages",
                    "fewer: each halves an image of " + height + " by " + width);
            modules.add(new Conv2d(in, next, 3, 1, 1));
            modules.add(activation);
            modules.add(new MaxPool2d(2));
            in = next;
            h /= 2;
            w /= 2;
        }
        modules.add(new Flatten());
        modules.add(new Linear(in * h * w, out));
        return new Sequential(modules);
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> all = new ArrayList<>();
        for (int i = 0; i < modules.size(); i++) {
            String child = Integer.toString(i);
            modules.get(i).parameters().forEach(p -> all.add(p.of(child)));
        }
        return all;
    }

    @Override
    public Tensor forward(Parameters parameters, Tensor input) {
        Tensor x = input;
        for (int i = 0; i < modules.size(); i++) {
            x = modules.get(i).forward(parameters.of(Integer.toString(i)), x);
        }
        return x;
    }

    @Override
    public Tensor forwardMany(Parameters parameters, Tensor input) {
        Tensor x = input;
        for (int i = 0; i < modules.size(); i++) {
            x = modules.get(i).forwardMany(parameters.of(Integer.toString(i)), x);
        }
        return x;
    }
}
