// The program: the command line and nothing else.

#include <unistd.h>

#include <iostream>

#include "app/cli.h"

int main(int argc, char** argv) {
  return latchkey::app::run_cli(argc, argv, {STDIN_FILENO, std::cout, std::cerr});
}
