/* Feeds the kernel any bytes, without Python, and holds what it finds against textbook tables.
 *
 * A program of its own (.ci/sanitize builds it with the sanitizers): random and adversarial inputs for a number of
 * seconds, or the files named. Under libFuzzer: -DLIBFUZZER (CONTRIBUTING.md). Built with -DKERNEL_FAIL_ALLOC, some
 * inputs are scored again and again with the first, second, third ... allocation failing.
 *
 * Input: a byte of settings, two for where the reference ends, then both texts: as they are, or one token a byte.
 */
#include "kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LCS (MAX_N + 1)
#define SUMMARY_LCS (MAX_N + 2)
#define MAX_CELLS 60000 /* pairs whose table is larger are not held against it */

typedef struct {
    Vocabulary vocabulary;
    Reference reference;
    Text candidate;
    Scratch scratch;
} Engine;

typedef struct {
    char *bytes; /* of exactly this length, so that a sanitizer sees a read past it */
    size_t n;
} Bytes;

static unsigned long n_inputs, n_compared, n_failures, n_long_lines, max_tokens;

static void require(int holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "kernel_driver: does not hold: %s\n", what);
    abort();
}

/* What module.c does with one pair; -1 when memory ran out. */
static int score(Engine *engine, Bytes reference, Bytes candidate, int max_n, size_t *hits) {
    Vocabulary *words = &engine->vocabulary;
    Text *left = &engine->reference.text, *right = &engine->candidate;
    memset(hits, 0, (MAX_N + 3) * sizeof *hits);
    reference_clear(&engine->reference);
    if (text_read(left, words, reference.bytes, reference.n)) return -1;
    if (scratch_fit(&engine->scratch, vocabulary_size(words))) return -1;
    if (reference_prepare(&engine->reference, &engine->scratch, vocabulary_size(words), max_n, 1)) return -1;
    if (text_read(right, words, candidate.bytes, candidate.n)) return -1;
    if (scratch_fit(&engine->scratch, vocabulary_size(words))) return -1;
    if (reference_fit(&engine->reference, vocabulary_size(words))) return -1;
    if (ngram_hits(&engine->reference, right, max_n, &engine->scratch, hits)) return -1;
    if (lcs_length(left, right, &engine->scratch, &hits[LCS])) return -1;
    return summary_hits(&engine->reference, right, &engine->scratch, &hits[SUMMARY_LCS]);
}

static Engine *engine_new(int stemmer) {
    Engine *engine = calloc(1, sizeof *engine);
    require(engine != NULL, "memory for the test itself");
    vocabulary_init(&engine->vocabulary, stemmer);
    return engine;
}

static void engine_free(Engine *engine) {
    vocabulary_free(&engine->vocabulary);
    reference_free(&engine->reference);
    text_free(&engine->candidate);
    scratch_free(&engine->scratch);
    free(engine);
}

/* ---- the textbook */

static size_t table_ngrams(const Text *left, const Text *right, size_t n) {
    size_t at, other, hits = 0;
    unsigned char *used = calloc(right->n + 1, 1);
    require(used != NULL, "memory for the test itself");
    for (at = 0; at + n <= left->n; at++) {
        for (other = 0; other + n <= right->n; other++) {
            if (used[other] || memcmp(left->ids + at, right->ids + other, n * sizeof *left->ids)) continue;
            used[other] = 1;
            hits++;
            break;
        }
    }
    free(used);
    return hits;
}

/* The table of lengths of a (rows) and b (columns); `taken` gets the tokens of a that rouge_score's way back takes. */
static size_t table_lcs(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b, unsigned char *taken) {
    size_t width = n_b + 1, i, j, length;
    uint32_t *t = calloc((n_a + 1) * width, sizeof *t);
    require(t != NULL, "memory for the test itself");
    for (i = 1; i <= n_a; i++) {
        for (j = 1; j <= n_b; j++) {
            uint32_t up = t[(i - 1) * width + j], before = t[i * width + j - 1];
            t[i * width + j] = a[i - 1] == b[j - 1] ? t[(i - 1) * width + j - 1] + 1 : up > before ? up : before;
        }
    }
    length = t[n_a * width + n_b];
    for (i = n_a, j = n_b; taken && i && j;) {
        if (a[i - 1] == b[j - 1]) {
            taken[--i] = 1;
            j--;
        } else if (t[i * width + j - 1] > t[(i - 1) * width + j]) {
            j--;
        } else {
            i--;
        }
    }
    free(t);
    return length;
}

static size_t table_summary(const Text *left, const Text *right) {
    size_t line, other, at, hits = 0;
    unsigned char *taken = calloc(left->n + 1, 1), *used = calloc(right->n + 1, 1);
    require(taken && used, "memory for the test itself");
    for (line = 0; line < left->n_lines; line++) {
        size_t start = line_start(left, line);
        for (other = 0; other < right->n_lines; other++) {
            size_t first = line_start(right, other);
            table_lcs(left->ids + start, left->line_ends[line] - start, right->ids + first,
                      right->line_ends[other] - first, taken + start);
        }
    }
    for (at = 0; at < left->n; at++) {
        for (other = 0; taken[at] && other < right->n; other++) {
            if (used[other] || left->ids[at] != right->ids[other]) continue;
            used[other] = 1;
            hits++;
            break;
        }
    }
    free(taken);
    free(used);
    return hits;
}

static void check_against_tables(const Engine *engine, int max_n, const size_t *hits) {
    const Text *left = &engine->reference.text, *right = &engine->candidate;
    int n;
    if (left->n * right->n > MAX_CELLS) return;
    n_compared++;
    for (n = 1; n <= max_n; n++) require(hits[n] == table_ngrams(left, right, (size_t)n), "n-grams as in the table");
    require(hits[LCS] == table_lcs(left->ids, left->n, right->ids, right->n, NULL), "L as in the table");
    require(hits[SUMMARY_LCS] == table_summary(left, right), "Lsum as in the table");
}

/* ---- what must hold for any input */

static void check_text(const Text *text, size_t n_ids) {
    size_t at, line;
    for (at = 0; at < text->n; at++) require(text->ids[at] < n_ids, "an id is one of the vocabulary's");
    for (line = 0; line < text->n_lines; line++) {
        size_t n = text->line_ends[line] - line_start(text, line);
        require(text->line_ends[line] > line_start(text, line), "no line is empty");
        if (n > 64) n_long_lines++;
    }
    require(text->n_lines ? text->line_ends[text->n_lines - 1] == text->n : !text->n, "lines hold all tokens");
    if (text->n > max_tokens) max_tokens = text->n;
}

static void check_copy(Engine *engine, Bytes text, int max_n) {
    size_t hits[MAX_N + 3], n;
    int gram;
    require(!score(engine, text, text, max_n, hits), "memory");
    n = engine->candidate.n;
    for (gram = 1; gram <= max_n; gram++)
        require(hits[gram] == (n >= (size_t)gram ? n - (size_t)gram + 1 : 0), "a copy has all n-grams");
    require(hits[LCS] == n && hits[SUMMARY_LCS] == n, "a copy has all tokens in sequence");
}

static void check_bounds(const Engine *engine, int max_n, const size_t *hits) {
    int n;
    for (n = 2; n <= max_n; n++) require(hits[n] <= hits[n - 1], "fewer longer n-grams than shorter ones");
    require(hits[1] <= engine->reference.text.n && hits[1] <= engine->candidate.n, "no more hits than tokens");
    require(hits[LCS] <= hits[1] && hits[SUMMARY_LCS] <= hits[1], "no more in sequence than in common");
    require(!hits[1] == !hits[LCS] && !hits[1] == !hits[SUMMARY_LCS], "one token in common is a sequence");
}

#ifdef KERNEL_FAIL_ALLOC
/* Every allocation in turn fails: a clean -1, or nothing to fail any more. */
static void check_failures(Bytes reference, Bytes candidate, int stemmer, int max_n, const size_t *expected) {
    size_t hits[MAX_N + 3];
    long after;
    for (after = 0;; after++) {
        Engine *engine = engine_new(stemmer);
        int failed, is_left;
        kernel_allocs_left = after;
        failed = score(engine, reference, candidate, max_n, hits);
        is_left = kernel_allocs_left >= 0;
        kernel_allocs_left = -1;
        require(failed || !memcmp(hits, expected, sizeof hits), "right or failed, never wrong");
        require(failed ? !is_left : is_left, "a failed allocation is reported");
        n_failures += failed != 0;
        engine_free(engine);
        if (!failed) return;
    }
}
#else
static void check_failures(Bytes reference, Bytes candidate, int stemmer, int max_n, const size_t *expected) {
    (void)reference, (void)candidate, (void)stemmer, (void)max_n, (void)expected;
}
#endif

/* Every pair is scored by a new engine and by one that has seen all pairs before: nothing may stay behind. */
static void check_pair(Bytes reference, Bytes candidate, int stemmer, int max_n, int with_failures) {
    static Engine *kept[2];
    size_t hits[MAX_N + 3], again[MAX_N + 3], turned[MAX_N + 3];
    Engine *engine = engine_new(stemmer);
    if (kept[stemmer] && kept[stemmer]->vocabulary.words.n_entries > 100000) {
        engine_free(kept[stemmer]);
        kept[stemmer] = NULL;
    }
    if (!kept[stemmer]) kept[stemmer] = engine_new(stemmer);
    require(!score(engine, reference, candidate, max_n, hits), "memory");
    check_text(&engine->reference.text, vocabulary_size(&engine->vocabulary));
    check_text(&engine->candidate, vocabulary_size(&engine->vocabulary));
    check_bounds(engine, max_n, hits);
    check_against_tables(engine, max_n, hits);
    require(!score(kept[stemmer], reference, candidate, max_n, again), "memory");
    require(!memcmp(hits, again, sizeof hits), "the same with an engine that was used before");
    require(!score(kept[stemmer], candidate, reference, max_n, turned), "memory");
    require(!memcmp(hits, turned, (LCS + 1) * sizeof *hits), "n-grams and L are the same both ways");
    check_copy(kept[stemmer], reference, max_n);
    check_copy(kept[stemmer], candidate, max_n);
    engine_free(engine);
    if (with_failures) check_failures(reference, candidate, stemmer, max_n, hits);
}

/* ---- inputs */

static Bytes as_they_are(const uint8_t *data, size_t n) {
    Bytes text = {malloc(n ? n : 1), n};
    require(text.bytes != NULL, "memory for the test itself");
    if (n) memcpy(text.bytes, data, n);
    return text;
}

/* Each byte a token of few (so that subsequences tie and lines grow long), some a line feed. */
static Bytes one_token_each(const uint8_t *data, size_t n, unsigned alphabet) {
    Bytes text = {malloc(3 * n + 1), 0};
    size_t at;
    require(text.bytes != NULL, "memory for the test itself");
    for (at = 0; at < n; at++) {
        text.bytes[text.n++] = (char)('a' + data[at] % alphabet % 26);
        if (alphabet > 26) text.bytes[text.n++] = (char)('a' + data[at] % alphabet / 26);
        text.bytes[text.n++] = data[at] >= 0xFC ? '\n' : ' ';
    }
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static const unsigned alphabets[] = {2, 3, 26, 200};
    Bytes texts[2];
    size_t cut;
    int settings, max_n;
    if (n < 3) return 0;
    settings = data[0];
    max_n = 1 + (settings >> 4) % MAX_N;
    n -= 3;
    cut = ((size_t)data[1] << 8 | data[2]) * n / 0xFFFF;
    data += 3;
    if (settings & 2) {
        texts[0] = one_token_each(data, cut, alphabets[settings >> 2 & 3]);
        texts[1] = one_token_each(data + cut, n - cut, alphabets[settings >> 2 & 3]);
    } else {
        texts[0] = as_they_are(data, cut);
        texts[1] = as_they_are(data + cut, n - cut);
    }
    /* the sweep scores once for each allocation: only of short inputs, and of one in four */
    check_pair(texts[0], texts[1], settings & 1, max_n, n < 300 && (settings & 12) == 4);
    free(texts[0].bytes);
    free(texts[1].bytes);
    n_inputs++;
    return 0;
}

#ifndef LIBFUZZER
static uint64_t state = 88172645463325252u;

static uint64_t draw(uint64_t below) { /* xorshift: the same inputs every time */
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
}

/* Scraps of what is special to the reader, the stemmer and the tables, and random bytes between. */
static const char *const SCRAPS[] = {
    "\n", "\n\n", " ", "\xE2\x84\xAA", "\xC4\xB0", "\xE2\x84", "\xC4", "\xED\xA0\x80", "\xF0\x9F\x98\x80", "running",
    "runs", "generalizations ", "skies ", "a ", "b ", "a\n", "A", "Z9", "ies ", "eed ", "ing ", "ational ", "logi ", "ll ",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};

static size_t random_input(uint8_t *data, size_t room) {
    size_t n = 3, wanted = 3 + (size_t)draw(draw(2) ? 120 : draw(4) ? 700 : room - 3);
    int is_plain = !draw(3);
    data[0] = (uint8_t)draw(256);
    data[1] = (uint8_t)draw(256);
    data[2] = (uint8_t)draw(256);
    if (draw(2)) data[1] = 0x7F; /* halves */
    while (n < wanted) {
        const char *scrap = SCRAPS[draw(sizeof SCRAPS / sizeof *SCRAPS)];
        size_t length = is_plain ? 1 : strlen(scrap);
        if (length > wanted - n) length = wanted - n;
        if (is_plain) data[n] = (uint8_t)draw(256);
        else memcpy(data + n, scrap, length);
        n += length;
    }
    return n;
}

static void long_inputs(void) {
    size_t n = 16003, at;
    uint8_t *data = calloc(n, 1);
    int settings;
    require(data != NULL, "memory for the test itself");
    for (settings = 2; settings < 16; settings += 3) { /* lines of thousands: checkpoints, dense and sparse masks */
        data[0] = (uint8_t)(settings | 2);
        data[1] = 0x7F;
        for (at = 3; at < n; at++) data[at] = (uint8_t)(draw(3000) ? draw(0xFC) : 0xFF);
        LLVMFuzzerTestOneInput(data, n);
    }
    data[0] = 1;
    memset(data + 3, 'x', n - 3); /* one word */
    LLVMFuzzerTestOneInput(data, n);
    memset(data + 3, '\n', n - 3);
    LLVMFuzzerTestOneInput(data, n);
    free(data);
}

static void run_file(const char *name) {
    FILE *file = fopen(name, "rb");
    static uint8_t data[1 << 20];
    size_t n;
    require(file != NULL, name);
    n = fread(data, 1, sizeof data, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, n);
}

int main(int n_arguments, char **arguments) {
    static uint8_t data[4096];
    double seconds = n_arguments == 2 ? strtod(arguments[1], NULL) : 0;
    clock_t start = clock();
    int at;
    if (seconds <= 0) {
        for (at = 1; at < n_arguments; at++) run_file(arguments[at]);
    } else {
        long_inputs();
        while ((double)(clock() - start) / CLOCKS_PER_SEC < seconds) LLVMFuzzerTestOneInput(data, random_input(data, sizeof data));
    }
    printf("kernel_driver: %lu inputs, %lu held against the tables, %lu failed allocations, %lu long lines, up to %lu tokens, "
           "%.1f s: all held\n", n_inputs, n_compared, n_failures, n_long_lines, max_tokens,
           (double)(clock() - start) / CLOCKS_PER_SEC);
    return 0;
}
#endif
