/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/establishment/mch-establishment-screen.h"

struct _MchEstablishmentScreen
{
  MchScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (MchEstablishmentScreen, mch_establishment_screen, MCH_TYPE_SCREEN)

static void
mch_establishment_screen_class_init (MchEstablishmentScreenClass *klass)
{
}

static void
mch_establishment_screen_init (MchEstablishmentScreen *self)
{
}
