/* libFuzzer on the kernel with its Python engine as the judge: one process holds the fuzzer, the interpreter and the
 * instrumented kernel. CONTRIBUTING.md has the commands; what is checked is in against_python.py beside this file.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>

PyMODINIT_FUNC PyInit__kernel(void);
int LLVMFuzzerInitialize(int *n_arguments, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static PyObject *check;

static void stop_on_error(int failed) {
    if (!failed) return;
    PyErr_Print();
    abort();
}

int LLVMFuzzerInitialize(int *n_arguments, char ***arguments) {
    PyObject *module;
    (void)n_arguments, (void)arguments;
    stop_on_error(PyImport_AppendInittab("_kernel", PyInit__kernel));
    Py_InitializeEx(0);
    module = PyImport_ImportModule("against_python");
    stop_on_error(!module);
    check = PyObject_GetAttrString(module, "check");
    Py_DECREF(module);
    stop_on_error(!check);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    PyObject *result = PyObject_CallFunction(check, "y#", (const char *)data, (Py_ssize_t)n);
    stop_on_error(!result);
    Py_DECREF(result);
    return 0;
}
