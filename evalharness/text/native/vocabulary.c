#include "kernel.h"

#include <stdlib.h>
#include <string.h>

void vocabulary_init(Vocabulary *vocabulary, int stemmer) {
    memset(vocabulary, 0, sizeof *vocabulary);
    vocabulary->stemmer = stemmer;
}

static void table_free(Table *table) {
    free(table->slots);
    free(table->entries);
    free(table->bytes);
}

void vocabulary_free(Vocabulary *vocabulary) {
    table_free(&vocabulary->words);
    table_free(&vocabulary->stems);
    free(vocabulary->token);
    vocabulary_init(vocabulary, vocabulary->stemmer);
}

size_t vocabulary_size(const Vocabulary *vocabulary) {
    return vocabulary->stemmer ? vocabulary->stems.n_entries : vocabulary->words.n_entries;
}

#define HASH_START UINT64_C(0x9E3779B97F4A7C15)
static inline uint64_t hash_byte(uint64_t hash, unsigned char byte) { return (hash ^ byte) * UINT64_C(0x100000001B3); }
static inline size_t hash_slot(uint64_t hash, size_t n_slots) { return (size_t)(hash ^ hash >> 32) & (n_slots - 1); }

static int table_double(Table *table) {
    size_t n_slots = table->n_slots ? 2 * table->n_slots : 1024;
    size_t number;
    uint32_t *slots;
    if (n_slots > SIZE_MAX / sizeof *slots) return -1;
    slots = kernel_alloc(n_slots * sizeof *slots);
    if (!slots) return -1;
    memset(slots, 0, n_slots * sizeof *slots);
    for (number = 0; number < table->n_entries; number++) {
        size_t slot = hash_slot(table->entries[number].hash, n_slots);
        while (slots[slot]) slot = (slot + 1) & (n_slots - 1);
        slots[slot] = (uint32_t)number + 1;
    }
    free(table->slots);
    table->slots = slots;
    table->n_slots = n_slots;
    return 0;
}

/* The entry of a token, made where there is none; `is_new` tells. NULL when memory, or the 32 bits of an id, ran out. */
static Entry *table_entry(Table *table, const char *token, size_t n, uint64_t hash, int *is_new) {
    size_t slot;
    Entry *entry;
    *is_new = 0;
    if (2 * (table->n_entries + 1) > table->n_slots && table_double(table)) return NULL;
    for (slot = hash_slot(hash, table->n_slots); table->slots[slot]; slot = (slot + 1) & (table->n_slots - 1)) {
        entry = &table->entries[table->slots[slot] - 1];
        if (entry->hash == hash && entry->length == n && !memcmp(table->bytes + entry->offset, token, n)) return entry;
    }
    if (n > UINT32_MAX || table->n_entries >= NONE - 1) return NULL;
    if (grow(&table->bytes, &table->cap_bytes, table->n_bytes + n, 1)) return NULL;
    if (grow(&table->entries, &table->cap_entries, table->n_entries + 1, sizeof(Entry))) return NULL;
    memcpy(table->bytes + table->n_bytes, token, n);
    entry = &table->entries[table->n_entries];
    entry->hash = hash;
    entry->offset = table->n_bytes;
    entry->length = (uint32_t)n;
    entry->id = (uint32_t)table->n_entries;
    table->n_bytes += n;
    table->slots[slot] = (uint32_t)++table->n_entries;
    *is_new = 1;
    return entry;
}

/* The id of the token in the buffer, which a stem may overwrite. */
static int token_id(Vocabulary *vocabulary, size_t n, uint64_t hash, uint32_t *id) {
    int is_new;
    Entry *stem, *word = table_entry(&vocabulary->words, vocabulary->token, n, hash, &is_new);
    if (!word) return -1;
    if (is_new && vocabulary->stemmer) {
        size_t at, n_stem = n > 3 ? porter_stem(vocabulary->token, n) : n; /* rouge_score leaves short tokens alone */
        int is_new_stem;
        hash = HASH_START;
        for (at = 0; at < n_stem; at++) hash = hash_byte(hash, (unsigned char)vocabulary->token[at]);
        stem = table_entry(&vocabulary->stems, vocabulary->token, n_stem, hash, &is_new_stem);
        if (!stem) {
            word->id = NONE; /* the vocabulary is given up after a failure */
            return -1;
        }
        word->id = stem->id;
    }
    *id = word->id;
    return 0;
}

void text_free(Text *text) {
    free(text->ids);
    free(text->line_ends);
    memset(text, 0, sizeof *text);
}

/* ASCII letters and digits as lower case; 1 for what needs a look: line feed and the bytes of longer characters. */
static const unsigned char *byte_kinds(void) {
    static const unsigned char kinds[256] = {
        ['\n'] = 1,
        ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
        ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9',
        ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g',
        ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
        ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u',
        ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
        ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g',
        ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n',
        ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u',
        ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
        [0xC4] = 1, [0xE2] = 1,
    };
    return kinds;
}

/* The characters outside ASCII whose lower case is, or begins with, a letter of ASCII: Kelvin sign, capital I with dot.
 * The letter, or 0 for any other character; `n_used` bytes are read. */
static char folded(const unsigned char *at, const unsigned char *end, size_t *n_used) {
    *n_used = 1;
    if (end - at >= 3 && at[0] == 0xE2 && at[1] == 0x84 && at[2] == 0xAA) {
        *n_used = 3;
        return 'k';
    }
    if (end - at >= 2 && at[0] == 0xC4 && at[1] == 0xB0) return 'i'; /* its dot, the byte after, separates */
    return 0;
}

static int end_token(Text *text, Vocabulary *vocabulary, size_t n, uint64_t hash) {
    uint32_t id;
    if (!n) return 0;
    if (token_id(vocabulary, n, hash, &id) || grow(&text->ids, &text->cap_ids, text->n + 1, sizeof *text->ids)) return -1;
    text->ids[text->n++] = id;
    return 0;
}

static int end_line(Text *text) {
    if (text->n == (text->n_lines ? text->line_ends[text->n_lines - 1] : 0)) return 0;
    if (grow(&text->line_ends, &text->cap_lines, text->n_lines + 1, sizeof *text->line_ends)) return -1;
    text->line_ends[text->n_lines++] = text->n;
    return 0;
}

/* The tokens of rouge_score's default tokenizer: runs of a-z and 0-9 after lower-casing. */
int text_read(Text *text, Vocabulary *vocabulary, const char *utf8, size_t n_bytes) {
    const unsigned char *kinds = byte_kinds();
    const unsigned char *at = (const unsigned char *)utf8, *end = at + n_bytes;
    uint64_t hash = HASH_START;
    size_t n = 0;
    text->n = text->n_lines = 0;
    if (grow(&vocabulary->token, &vocabulary->cap_token, 64, 1)) return -1;
    while (at < end) {
        unsigned char letter = kinds[*at];
        size_t n_used = 1;
        if (letter == 1) letter = *at == '\n' ? 1 : (unsigned char)folded(at, end, &n_used);
        if (letter > 1) {
            if (n + 2 > vocabulary->cap_token && grow(&vocabulary->token, &vocabulary->cap_token, n + 2, 1)) return -1;
            vocabulary->token[n++] = (char)letter;
            hash = hash_byte(hash, letter);
        } else {
            if (n) {
                if (end_token(text, vocabulary, n, hash)) return -1;
                n = 0;
                hash = HASH_START;
            }
            if (letter && end_line(text)) return -1;
        }
        at += n_used;
    }
    return end_token(text, vocabulary, n, hash) || end_line(text) ? -1 : 0;
}
