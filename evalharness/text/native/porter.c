/* Porter's stemmer with NLTK's extensions, on words of a-z and 0-9: the C twin of evalharness/text/porter.py.
 *
 * Source: M. Porter, "An algorithm for suffix stripping", Program 14(3), 1980; the extensions are those of nltk 3.9.
 * A word is changed in its buffer, which must have room for one letter more. Linear in the length of the word.
 */
#include "kernel.h"

#include <string.h>

typedef struct {
    char *text;
    size_t n;
} Word;

typedef struct {
    const char *suffix;
    const char *replacement;
} Rule;

static const Rule IRREGULAR[] = {
    {"canning", "canning"}, {"cannings", "canning"}, {"dying", "die"},     {"exceed", "exceed"},
    {"howe", "howe"},       {"inning", "inning"},    {"innings", "inning"}, {"lying", "lie"},
    {"news", "news"},       {"outing", "outing"},    {"outings", "outing"}, {"proceed", "proceed"},
    {"skies", "sky"},       {"sky", "sky"},          {"succeed", "succeed"}, {"tying", "tie"},
};

/* In the order in which they are tried: the first that fits decides. */
static const Rule STEP2[] = {
    {"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"},   {"anci", "ance"},   {"izer", "ize"},
    {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"},   {"eli", "e"},       {"ousli", "ous"},
    {"ization", "ize"}, {"ation", "ate"},   {"ator", "ate"},    {"alism", "al"},    {"iveness", "ive"},
    {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},    {"iviti", "ive"},   {"biliti", "ble"},
    {"fulli", "ful"},
};
static const Rule STEP3[] = {
    {"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""},
};
static const char *const STEP4[] = {
    "al",   "ance", "ence", "er", "ic",  "able", "ible", "ant", "ement", "ment",
    "ent",  "ion",  "ou",   "ism", "ate", "iti",  "ous",  "ive", "ize",
};
#define LENGTH_OF(table) (sizeof(table) / sizeof((table)[0]))

static int ends(const Word *word, const char *suffix) {
    size_t n = strlen(suffix);
    return word->n >= n && memcmp(word->text + word->n - n, suffix, n) == 0;
}

/* Whether a letter is a vowel, given whether the one before it is; a y is one after a consonant. */
static int is_vowel(char letter, int after_vowel) {
    switch (letter) {
    case 'a': case 'e': case 'i': case 'o': case 'u': return 1;
    case 'y': return !after_vowel;
    default: return 0;
    }
}

/* What the first n letters are: Porter's m, whether there is a vowel, and the last three, oldest in the high bit. */
typedef struct {
    size_t measure;
    int has_vowel;
    unsigned last;
} Shape;

static Shape shape_of(const char *text, size_t n) {
    Shape shape = {0, 0, 0};
    int vowel = 1; /* so that a y in front is a consonant */
    size_t at;
    for (at = 0; at < n; at++) {
        int now = is_vowel(text[at], vowel);
        if (at && vowel && !now) shape.measure++;
        shape.has_vowel |= now;
        shape.last = (shape.last << 1 | (unsigned)now) & 7u;
        vowel = now;
    }
    return shape;
}

/* Like "hop" (Porter's *o), or a vowel and a consonant (NLTK). */
static int ends_cvc(const char *text, size_t n) {
    Shape shape = shape_of(text, n);
    if (n >= 3 && shape.last == 2u && !strchr("wxy", text[n - 1])) return 1;
    return n == 2 && shape.last == 2u;
}

static void put(Word *word, size_t head, const char *ending) {
    size_t n = strlen(ending);
    memcpy(word->text + head, ending, n);
    word->n = head + n;
}

static void plural(Word *word) {
    if (ends(word, "ies")) word->n -= word->n == 4 ? 1 : 2;
    else if (ends(word, "sses")) word->n -= 2;
    else if (ends(word, "s") && !ends(word, "ss")) word->n -= 1;
}

/* The end of step 1b: conflat -> conflate, hopp -> hop, fil -> file. */
static void repair(Word *word) {
    Shape shape;
    size_t n = word->n;
    if (ends(word, "at") || ends(word, "bl") || ends(word, "iz")) {
        put(word, n, "e");
        return;
    }
    shape = shape_of(word->text, n);
    if (n >= 2 && word->text[n - 1] == word->text[n - 2] && !(shape.last & 1u)) {
        if (!strchr("lsz", word->text[n - 1])) word->n--;
        return;
    }
    if (shape.measure == 1 && ends_cvc(word->text, n)) put(word, n, "e");
}

static void past_and_gerund(Word *word) {
    size_t drop;
    if (ends(word, "ied")) {
        word->n -= word->n == 4 ? 1 : 2;
        return;
    }
    if (ends(word, "eed")) {
        if (shape_of(word->text, word->n - 3).measure > 0) word->n--;
        return;
    }
    drop = ends(word, "ed") ? 2 : ends(word, "ing") ? 3 : 0;
    if (drop && shape_of(word->text, word->n - drop).has_vowel) {
        word->n -= drop;
        repair(word);
    }
}

static void final_y(Word *word) {
    if (word->n > 2 && ends(word, "y") && !(shape_of(word->text, word->n).last & 2u)) word->text[word->n - 1] = 'i';
}

static void replace_suffix(Word *word, const Rule *rules, size_t n_rules) {
    size_t rule;
    for (rule = 0; rule < n_rules; rule++) {
        if (ends(word, rules[rule].suffix)) {
            size_t head = word->n - strlen(rules[rule].suffix);
            if (shape_of(word->text, head).measure > 0) put(word, head, rules[rule].replacement);
            return;
        }
    }
}

static void double_suffix(Word *word) {
    if (ends(word, "alli") && shape_of(word->text, word->n - 4).measure > 0) word->n -= 2;
    if (ends(word, "logi")) {
        if (shape_of(word->text, word->n - 3).measure > 0) word->n--;
        return;
    }
    replace_suffix(word, STEP2, LENGTH_OF(STEP2));
}

static void drop_suffix(Word *word) {
    size_t rule;
    for (rule = 0; rule < LENGTH_OF(STEP4); rule++) {
        if (ends(word, STEP4[rule])) {
            size_t head = word->n - strlen(STEP4[rule]);
            int fits = shape_of(word->text, head).measure > 1;
            if (fits && (strcmp(STEP4[rule], "ion") || (head && strchr("st", word->text[head - 1])))) word->n = head;
            return;
        }
    }
}

static void final_e(Word *word) {
    size_t measure;
    if (!ends(word, "e")) return;
    measure = shape_of(word->text, word->n - 1).measure;
    if (measure > 1 || (measure == 1 && !ends_cvc(word->text, word->n - 1))) word->n--;
}

static void final_l(Word *word) {
    if (ends(word, "ll") && shape_of(word->text, word->n - 1).measure > 1) word->n--;
}

size_t porter_stem(char *text, size_t length) {
    Word word = {text, length};
    size_t at;
    for (at = 0; at < LENGTH_OF(IRREGULAR); at++) {
        if (strlen(IRREGULAR[at].suffix) == length && memcmp(IRREGULAR[at].suffix, text, length) == 0) {
            put(&word, 0, IRREGULAR[at].replacement);
            return word.n;
        }
    }
    if (length <= 2) return length;
    plural(&word);
    past_and_gerund(&word);
    final_y(&word);
    double_suffix(&word);
    replace_suffix(&word, STEP3, LENGTH_OF(STEP3));
    drop_suffix(&word);
    final_e(&word);
    final_l(&word);
    return word.n;
}
