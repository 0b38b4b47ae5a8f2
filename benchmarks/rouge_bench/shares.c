/* Where the kernel's time goes: the steps of one pair after another, each with a clock around it.
 *
 * Usage: shares FILE, with the number of pairs, then for each pair whether the reference is that of the pair before (0
 * or 1), and both texts with their length in bytes in front. Prints the nanoseconds of each step, a pair: of each step
 * of each pair the best of 20 rounds, so that other programs on the machine do not count; a round begins with an empty
 * vocabulary. What a look at the clock takes is taken off.
 */
#include "kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { READ_REFERENCE, PREPARE, READ_CANDIDATE, UNIGRAMS, BIGRAMS, LCS, SUMMARY, N_STEPS };
static const char *const NAMES[N_STEPS] = {"read reference", "prepare reference", "read candidate", "1-grams",
                                           "2-grams",        "LCS",               "Lsum"};
#define N_ROUNDS 20

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time); /* 25 ns a look; the clock of CPU time takes 300 */
    return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

static void check(int failed) {
    if (failed) exit(1);
}

typedef struct {
    char *bytes;
    size_t n;
} Bytes;

static size_t read_number(FILE *file) {
    size_t number = 0;
    check(fscanf(file, "%zu", &number) != 1);
    fgetc(file);
    return number;
}

static Bytes read_text(FILE *file) {
    Bytes text;
    text.n = read_number(file);
    text.bytes = malloc(text.n + 1);
    check(!text.bytes || fread(text.bytes, 1, text.n, file) != text.n);
    return text;
}

int main(int n_arguments, char **arguments) {
    FILE *file = n_arguments == 2 ? fopen(arguments[1], "rb") : NULL;
    size_t n_pairs, at, round, *again, hits[MAX_N + 3], ignored;
    double *best, look = 1e9;
    Bytes *texts;
    int step;
    check(!file);
    n_pairs = read_number(file);
    texts = calloc(2 * n_pairs, sizeof *texts);
    again = calloc(n_pairs, sizeof *again);
    best = malloc(n_pairs * N_STEPS * sizeof *best);
    check(!texts || !again || !best);
    for (at = 0; at < n_pairs * N_STEPS; at++) best[at] = 1e12;
    for (at = 0; at < 1000; at++) {
        double first = now(), passed = now() - first;
        look = passed < look ? passed : look;
    }
    for (at = 0; at < n_pairs; at++) {
        again[at] = read_number(file);
        texts[2 * at] = read_text(file);
        texts[2 * at + 1] = read_text(file);
    }
    fclose(file);
    for (round = 0; round < N_ROUNDS; round++) {
        Vocabulary words;
        Reference reference = {0};
        Text candidate = {0};
        Scratch scratch = {0};
        vocabulary_init(&words, 1);
        for (at = 0; at < n_pairs; at++) {
            double clock[N_STEPS + 1];
            clock[0] = now();
            if (!again[at]) {
                reference_clear(&reference);
                check(text_read(&reference.text, &words, texts[2 * at].bytes, texts[2 * at].n));
            }
            clock[1] = now();
            if (!again[at]) {
                check(scratch_fit(&scratch, vocabulary_size(&words)));
                check(reference_prepare(&reference, &scratch, vocabulary_size(&words), 2, 1));
            }
            clock[2] = now();
            check(text_read(&candidate, &words, texts[2 * at + 1].bytes, texts[2 * at + 1].n));
            check(scratch_fit(&scratch, vocabulary_size(&words)) || reference_fit(&reference, vocabulary_size(&words)));
            clock[3] = now();
            check(ngram_hits(&reference, &candidate, 1, &scratch, hits));
            clock[4] = now();
            check(ngram_hits(&reference, &candidate, 2, &scratch, hits));
            clock[5] = now();
            check(lcs_length(&reference.text, &candidate, &scratch, &ignored));
            clock[6] = now();
            check(summary_hits(&reference, &candidate, &scratch, &ignored));
            clock[7] = now();
            for (step = 0; step < N_STEPS; step++) {
                double passed = clock[step + 1] - clock[step] - look, *least = &best[at * N_STEPS + (size_t)step];
                *least = passed < *least ? passed : *least;
            }
        }
        vocabulary_free(&words);
        reference_free(&reference);
        text_free(&candidate);
        scratch_free(&scratch);
    }
    for (step = 0; step < N_STEPS; step++) {
        double total = 0;
        for (at = 0; at < n_pairs; at++) { /* the look for 2-grams counts single tokens once more */
            total += best[at * N_STEPS + (size_t)step] - (step == BIGRAMS ? best[at * N_STEPS + UNIGRAMS] : 0);
        }
        printf("%s\t%.1f\n", NAMES[step], total / (double)n_pairs);
    }
    free(best);
    for (at = 0; at < 2 * n_pairs; at++) free(texts[at].bytes);
    free(texts);
    free(again);
    return 0;
}
