# The language, the warnings, the linker, the compiler cache and the sanitizers: the same for every room.

option(HEMGANG_PCH "Precompile the headers that most files read" ON)
option(HEMGANG_TESTS "Build the tests" ON)
option(HEMGANG_THREAD_SAFETY "Check the lock annotations (clang only); a finding is an error" OFF)
set(HEMGANG_SANITIZER "" CACHE STRING "address (with undefined) or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
# Targets find each other by name; a system package that is missing must stop the configure step, not the linker.
set(CMAKE_LINK_LIBRARIES_ONLY_TARGETS ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_program(HEMGANG_MOLD mold)
if(HEMGANG_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# One cache serves every build folder and every clone: paths are stored relative to the source folder.
find_program(HEMGANG_CCACHE ccache)
if(HEMGANG_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${HEMGANG_CCACHE})
endif()
add_compile_options(-pthread) # everywhere, because a precompiled header only serves who defines the same macros
if(HEMGANG_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options(-fpch-preprocess) # ccache can only read a file that uses a precompiled header with this
endif()

if(HEMGANG_SANITIZER STREQUAL "address")
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
elseif(HEMGANG_SANITIZER STREQUAL "thread")
  set(sanitizers -fsanitize=thread -fno-omit-frame-pointer)
elseif(HEMGANG_SANITIZER)
  message(FATAL_ERROR "HEMGANG_SANITIZER is '${HEMGANG_SANITIZER}'; it may be empty, address or thread")
endif()
add_compile_options(${sanitizers})
add_link_options(${sanitizers})

# Only for what we wrote ourselves; generated code and system headers are not ours to mend.
set(hemgang_warnings -Wall -Wextra -Wshadow -Werror)
if(HEMGANG_PCH)
  list(APPEND hemgang_warnings -Wno-error=invalid-pch) # slower, not wrong
endif()
if(HEMGANG_THREAD_SAFETY)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "HEMGANG_THREAD_SAFETY needs clang; use the preset 'analyze'")
  endif()
  list(APPEND hemgang_warnings -Wthread-safety -Wthread-safety-beta)
endif()
