package dev.hone.tensor.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How far outputs are from targets, as a mean over the examples of a batch. */
public enum Loss {
    /** -log softmax(outputs)[class]: outputs [..., batch, classes], targets [batch] of i64. */
    CROSS_ENTROPY {
        @Override
        Tensor ofExamples(Tensor outputs, Tensor targets) {
            Tensor index = targets.unsqueeze(-1);
            if (outputs.dim() == 3) {
                index = Sets.share(index, outputs.size(0));
            }
            return torch.log_softmax(outputs, -1).gather(-1, index).squeeze(-1).neg();
        }
    },
    /** Mean of (output - target)^2: outputs [..., batch, values], targets [batch, values]. */
    MSE {
        @Override
        Tensor ofExamples(Tensor outputs, Tensor targets) {
            return outputs.sub(targets).square().mean(-1);
        }
    };

    abstract Tensor ofExamples(Tensor outputs, Tensor targets);

    /** One number for outputs [batch, ...]; [sets] for outputs [sets, batch, ...]. */
    public Tensor of(Tensor outputs, Tensor targets) {
        return ofExamples(outputs, targets).mean(-1);
    }
}
