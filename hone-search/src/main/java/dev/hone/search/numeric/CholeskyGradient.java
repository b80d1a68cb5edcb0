package dev.hone.search.numeric;

/**
 * Derivatives by a matrix from those by its Cholesky factor (reverse mode): with G the derivative of a number by the factor C
 * of A = C C^T and tril_half the lower triangle with its diagonal halved, its derivative by A is the symmetric part of
 * <pre> C^-T tril_half(C^T G) C^-1 </pre>
 * Source: Murray, "Differentiation of the Cholesky decomposition", arXiv 1602.07527.
 */
public final class CholeskyGradient {

    private CholeskyGradient() {}

    /**
     * Writes the derivative by the matrix.
     *
     * @param byFactor G, [q][q]; only the lower triangle counts
     * @param byMatrix receives the derivative, [q][q] and symmetric
     */
    public static void pullBack(Cholesky factor, double[][] byFactor, double[][] byMatrix) {
        int q = factor.size();
        double[][] half = new double[q][q];
        for (int i = 0; i < q; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = i; k < q; k++) {
                    sum += factor.get(k, i) * byFactor[k][j];
                }
                half[i][j] = i == j ? sum / 2 : sum;
            }
        }
        // rows of (C^-T half), then the transpose once more for the right factor
        double[][] left = new double[q][q];
        double[] column = new double[q];
        for (int j = 0; j < q; j++) {
            for (int i = 0; i < q; i++) {
                column[i] = half[i][j];
            }
            factor.solveUpper(column);
            for (int i = 0; i < q; i++) {
                left[i][j] = column[i];
            }
        }
        for (int i = 0; i < q; i++) {
            factor.solveUpper(left[i]);
        }
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                byMatrix[i][j] = (left[i][j] + left[j][i]) / 2;
            }
        }
    }
}
