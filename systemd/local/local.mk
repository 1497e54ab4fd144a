# Running a whole portal locally; included by the Makefile.
