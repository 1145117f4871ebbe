// Settings: the YAML configuration as one typed value.
//
// Every mistake names file, line, key and the mend. Secrets come from files or the environment. Touches: the settings
// file and the secret files that it names.
