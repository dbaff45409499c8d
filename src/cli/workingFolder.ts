// The folder that the shell is in, asked for before anything else needs it: it may be gone.
try {
  process.cwd();
} catch {
  process.stderr.write(
    'error: the folder that this shell is in was deleted or moved\nhint: change to another one with cd, then try again\n',
  );
  process.exit(1);
}
