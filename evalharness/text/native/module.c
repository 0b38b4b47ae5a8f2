/* The Python side: texts in, precision, recall and F1 out. Built against the limited API: one binary for all versions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define LCS (MAX_N + 1)
#define SUMMARY_LCS (MAX_N + 2)
/* What `score` takes and gives; evalharness/text/kernel.py asks for the same number. */
#define INTERFACE 1
/* Past either the vocabulary starts anew with the next reference: many texts take no more memory than these. */
#define MAX_WORDS ((size_t)1 << 20)
#define MAX_WORD_BYTES ((size_t)1 << 26)

typedef struct {
    const char *utf8;
    size_t n_bytes;
    Py_ssize_t group; /* of a candidate: which reference it is scored against */
} Input;

typedef struct {
    int types[MAX_N + 2];
    int n_types, max_n, has_summary;
} Wanted;

typedef struct {
    Vocabulary vocabulary;
    Reference reference;
    Text candidate;
    Scratch scratch;
} Engine;

static void put_score(double *out, size_t hits, size_t n_reference, size_t n_candidate) {
    out[0] = out[1] = out[2] = 0.0;
    if (hits) {
        out[0] = (double)hits / (double)n_candidate;
        out[1] = (double)hits / (double)n_reference;
        /* this order of operations, as rouge_score's: another one differs in the last bit */
        out[2] = 2 * out[0] * out[1] / (out[0] + out[1]);
    }
}

static int engine_reference(Engine *engine, const Input *input, const Wanted *wanted) {
    Vocabulary *words = &engine->vocabulary;
    reference_clear(&engine->reference);
    if (words->words.n_entries > MAX_WORDS || words->words.n_bytes > MAX_WORD_BYTES) vocabulary_free(words);
    if (text_read(&engine->reference.text, words, input->utf8, input->n_bytes)) return -1;
    if (scratch_fit(&engine->scratch, vocabulary_size(words))) return -1;
    return reference_prepare(&engine->reference, &engine->scratch, vocabulary_size(words), wanted->max_n,
                             wanted->has_summary);
}

static int engine_score(Engine *engine, const Input *input, const Wanted *wanted, double *out) {
    const Text *reference = &engine->reference.text, *candidate = &engine->candidate;
    size_t hits[MAX_N + 3] = {0};
    int number, one_line_each;
    if (text_read(&engine->candidate, &engine->vocabulary, input->utf8, input->n_bytes)) return -1;
    if (scratch_fit(&engine->scratch, vocabulary_size(&engine->vocabulary))) return -1;
    if (reference_fit(&engine->reference, vocabulary_size(&engine->vocabulary))) return -1;
    if (wanted->max_n && ngram_hits(&engine->reference, candidate, wanted->max_n, &engine->scratch, hits)) return -1;
    one_line_each = reference->n_lines == 1 && candidate->n_lines == 1; /* the union is the subsequence itself */
    for (number = 0; number < wanted->n_types; number++) {
        int type = wanted->types[number];
        size_t shorter = type <= MAX_N ? (size_t)type - 1 : 0;
        if (type == LCS || (type == SUMMARY_LCS && one_line_each)) {
            if (lcs_length(reference, candidate, &engine->scratch, &hits[type])) return -1;
        } else if (type == SUMMARY_LCS) {
            if (summary_hits(&engine->reference, candidate, &engine->scratch, &hits[type])) return -1;
        }
        put_score(out + 3 * number, hits[type], reference->n - shorter, candidate->n - shorter);
    }
    return 0;
}

/* All candidates, reference by reference; `order` lists the candidates of reference g from ends[g - 1] to ends[g]. */
static int score_all(const Input *references, size_t n_groups, const Input *candidates, const size_t *order,
                     const size_t *ends, int stemmer, const Wanted *wanted, double *out) {
    Engine engine;
    size_t group, at = 0;
    int failed = 0;
    memset(&engine, 0, sizeof engine);
    vocabulary_init(&engine.vocabulary, stemmer);
    for (group = 0; group < n_groups && !failed; group++) {
        failed = engine_reference(&engine, &references[group], wanted);
        for (; at < ends[group] && !failed; at++) {
            size_t place = order[at];
            failed = engine_score(&engine, &candidates[place], wanted, out + place * 3 * (size_t)wanted->n_types);
        }
    }
    vocabulary_free(&engine.vocabulary);
    reference_free(&engine.reference);
    text_free(&engine.candidate);
    scratch_free(&engine.scratch);
    return failed;
}

/* ---- arguments */

/* Points at the UTF-8 of a string. That of lone surrogates is made here and kept in `kept`. */
static int read_input(PyObject *text, PyObject *kept, Input *input) {
    Py_ssize_t n_bytes;
    PyObject *encoded;
    char *bytes;
    int failed;
    if (!PyUnicode_Check(text)) {
        PyErr_Format(PyExc_TypeError, "texts must be strings, got %R", (PyObject *)Py_TYPE(text));
        return -1;
    }
    input->utf8 = PyUnicode_AsUTF8AndSize(text, &n_bytes);
    if (!input->utf8) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return -1;
        PyErr_Clear();
        encoded = PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass");
        if (!encoded) return -1;
        failed = PyList_Append(kept, encoded) || PyBytes_AsStringAndSize(encoded, &bytes, &n_bytes);
        Py_DECREF(encoded);
        if (failed) return -1;
        input->utf8 = bytes;
    }
    input->n_bytes = (size_t)n_bytes;
    return 0;
}

static int read_types(PyObject *types, Wanted *wanted) {
    Py_ssize_t at, n = PyTuple_Size(types);
    memset(wanted, 0, sizeof *wanted);
    if (n < 1 || n > MAX_N + 2) {
        PyErr_Format(PyExc_ValueError, "from 1 to %d types expected, got %zd", MAX_N + 2, n);
        return -1;
    }
    for (at = 0; at < n; at++) {
        long type = PyLong_AsLong(PyTuple_GetItem(types, at));
        if (type == -1 && PyErr_Occurred()) return -1;
        if (type < 1 || type > SUMMARY_LCS) {
            PyErr_Format(PyExc_ValueError, "a type must be from 1 to %d, got %ld", SUMMARY_LCS, type);
            return -1;
        }
        wanted->types[wanted->n_types++] = (int)type;
        if (type <= MAX_N && type > wanted->max_n) wanted->max_n = (int)type;
        wanted->has_summary |= type == SUMMARY_LCS;
    }
    return 0;
}

/* Finds the candidates of each distinct reference. Returns the number of references, -1 for an error. */
static Py_ssize_t group_pairs(PyObject *references, PyObject *kept, Input *distinct, Input *candidates, Py_ssize_t n) {
    PyObject *groups = PyDict_New();
    Py_ssize_t at, n_groups = 0;
    if (!groups) return -1;
    for (at = 0; at < n; at++) {
        PyObject *text = PyTuple_GetItem(references, at), *known = PyDict_GetItemWithError(groups, text);
        if (known) {
            candidates[at].group = PyLong_AsSsize_t(known);
            continue;
        }
        if (PyErr_Occurred() || read_input(text, kept, &distinct[n_groups])) break;
        known = PyLong_FromSsize_t(n_groups);
        if (!known || PyDict_SetItem(groups, text, known)) {
            Py_XDECREF(known);
            break;
        }
        Py_DECREF(known);
        candidates[at].group = n_groups++;
    }
    Py_DECREF(groups);
    return at < n ? -1 : n_groups;
}

/* Sorts the candidates by their reference, stably, by counting. */
static void order_pairs(const Input *candidates, size_t n, size_t n_groups, size_t *order, size_t *ends) {
    size_t at, group, total = 0;
    memset(ends, 0, n_groups * sizeof *ends);
    for (at = 0; at < n; at++) ends[candidates[at].group]++;
    for (group = 0; group < n_groups; group++) {
        size_t count = ends[group];
        ends[group] = total;
        total += count;
    }
    for (at = 0; at < n; at++) order[ends[candidates[at].group]++] = at; /* each start becomes the end */
}

static int read_pairs(PyObject *references, PyObject *candidates, PyObject *kept, Input *inputs, Py_ssize_t n,
                      Py_ssize_t *n_groups) {
    Py_ssize_t at;
    for (at = 0; at < n; at++) {
        if (read_input(PyTuple_GetItem(candidates, at), kept, &inputs[n + at])) return -1;
    }
    *n_groups = group_pairs(references, kept, inputs, inputs + n, n);
    return *n_groups < 0 ? -1 : 0;
}

PyDoc_STRVAR(score_doc,
             "score(references, candidates, types, stemmer)\n--\n\n"
             "Precision, recall and F1 of each pair and type, as the bytes of native doubles, pair by pair.\n\n"
             "Two tuples of strings of one length; types: 1 to 9 for n-grams, 10 for L, 11 for Lsum by lines.");

static PyObject *score(PyObject *module, PyObject *args) {
    PyObject *references, *candidates, *types, *kept = NULL, *result = NULL;
    Py_ssize_t n, n_groups, n_bytes;
    Wanted wanted;
    Input *inputs = NULL;
    size_t *order = NULL;
    int stemmer, failed;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O!O!p:score", &PyTuple_Type, &references, &PyTuple_Type, &candidates, &PyTuple_Type,
                          &types, &stemmer))
        return NULL;
    n = PyTuple_Size(references);
    if (PyTuple_Size(candidates) != n) {
        PyErr_Format(PyExc_ValueError, "as many candidates as references expected, got %zd and %zd",
                     PyTuple_Size(candidates), n);
        return NULL;
    }
    if (read_types(types, &wanted)) return NULL;
    n_bytes = (Py_ssize_t)(3 * sizeof(double)) * wanted.n_types;
    if (n > PY_SSIZE_T_MAX / n_bytes / 2) return PyErr_NoMemory();
    kept = PyList_New(0);
    result = PyBytes_FromStringAndSize(NULL, n * n_bytes);
    inputs = kernel_alloc(2 * (size_t)n * sizeof *inputs);
    order = kernel_alloc(2 * (size_t)n * sizeof *order);
    if (!kept || !result || !inputs || !order) {
        if (!PyErr_Occurred()) PyErr_NoMemory();
        goto fail;
    }
    if (read_pairs(references, candidates, kept, inputs, n, &n_groups)) goto fail;
    {
        double *out = (double *)(void *)PyBytes_AsString(result);
        Py_BEGIN_ALLOW_THREADS
        order_pairs(inputs + n, (size_t)n, (size_t)n_groups, order, order + n);
        failed = score_all(inputs, (size_t)n_groups, inputs + n, order, order + n, stemmer, &wanted, out);
        Py_END_ALLOW_THREADS
    }
    if (failed) {
        PyErr_NoMemory();
        goto fail;
    }
    free(inputs);
    free(order);
    Py_DECREF(kept);
    return result;
fail:
    free(inputs);
    free(order);
    Py_XDECREF(kept);
    Py_XDECREF(result);
    return NULL;
}

PyDoc_STRVAR(stem_doc, "stem(word)\n--\n\nThe stem of a word of a-z and 0-9, as bytes; twin of evalharness.text.porter.stem.");

static PyObject *stem(PyObject *module, PyObject *args) {
    const char *word;
    Py_ssize_t n;
    char *copy;
    PyObject *result;
    (void)module;
    if (!PyArg_ParseTuple(args, "y#:stem", &word, &n)) return NULL;
    copy = kernel_alloc((size_t)n + 1);
    if (!copy) return PyErr_NoMemory();
    memcpy(copy, word, (size_t)n);
    result = PyBytes_FromStringAndSize(copy, (Py_ssize_t)porter_stem(copy, (size_t)n));
    free(copy);
    return result;
}

#ifdef KERNEL_FAIL_ALLOC
static PyObject *fail_alloc(PyObject *module, PyObject *args) {
    (void)module;
    if (!PyArg_ParseTuple(args, "l:fail_alloc", &kernel_allocs_left)) return NULL;
    Py_RETURN_NONE;
}
#endif

static PyMethodDef methods[] = {
    {"score", score, METH_VARARGS, score_doc},
    {"stem", stem, METH_VARARGS, stem_doc},
#ifdef KERNEL_FAIL_ALLOC
    {"fail_alloc", fail_alloc, METH_VARARGS, "The allocation after so many fails; negative: none does."},
#endif
    {NULL, NULL, 0, NULL},
};

static int add_constants(PyObject *module) { return PyModule_AddIntConstant(module, "INTERFACE", INTERFACE); }

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)add_constants}, {0, NULL}};

PyDoc_STRVAR(module_doc, "ROUGE of many pairs at once; see evalharness.text.kernel.");

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_kernel", module_doc, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&definition); }
