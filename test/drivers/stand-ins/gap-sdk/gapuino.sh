export GAP_SDK_STAND_IN=sourced  # a stand-in for the script that sets up the GAP SDK
