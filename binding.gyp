# Hands over to the CMake build, for toolchains that start from node-gyp: one build description, in CMakeLists.txt.
{
  "targets": [
    {
      "target_name": "addon",
      "type": "none",
      "actions": [
        {
          "action_name": "build the addon with CMake",
          "inputs": ["CMakeLists.txt"],
          "outputs": ["<(PRODUCT_DIR)/tadpole.node"],
          "action": ["node", "setup/main.mjs", "prerequisites", "libtorch", "addon"]
        }
      ]
    }
  ]
}
